package io.github.keycloakapppasswords.userstorage;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.adapter.InMemoryUserAdapter;

/**
 * Several users of Keycloak's own database, for work that changes their credentials: each step is one statement for all. In the
 * session's transaction.
 *
 * <p>First only the ids are read. While a user is not loaded, Keycloak removes a credential of that user without reading the
 * user's other credentials twice (26.7.4, {@code JpaUserProvider.removeStoredCredential}).
 */
public final class UsersTogether {

    private static final String IDS = "select u.id from UserEntity u where u.id in :ids and u.realmId = :realmId"
            + " and u.federationLink is null";

    private static final String USERS = "select u from UserEntity u where u.id in :ids";

    private static final String CREDENTIALS = "select c from CredentialEntity c where c.id in :ids";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entityManager;

    public UsersTogether(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** Which of these are users of the realm that no storage imported. */
    public Set<String> among(Collection<String> userIds) {
        return new HashSet<>(entityManager
                .createQuery(IDS, String.class)
                .setParameter("ids", userIds)
                .setParameter("realmId", realm.getId())
                .getResultList());
    }

    /** Such a user, with nothing but the id: enough to remove a credential. */
    public UserModel withIdOnly(String userId) {
        return new InMemoryUserAdapter(session, realm, userId);
    }

    /** Loads credentials of such users, for the later look-up of each. */
    public void loadCredentials(Collection<String> credentialIds) {
        if (!credentialIds.isEmpty()) {
            entityManager
                    .createQuery(CREDENTIALS, CredentialEntity.class)
                    .setParameter("ids", credentialIds)
                    .getResultList();
        }
    }

    /** Loads users for {@link #whole}. */
    public void load(Collection<String> userIds) {
        if (!userIds.isEmpty()) {
            entityManager
                    .createQuery(USERS, UserEntity.class)
                    .setParameter("ids", userIds)
                    .getResultList();
        }
    }

    /**
     * The user, past the cache. All nodes evict the user when the session's transaction has ended.
     *
     * @return {@code null} if the user was removed meanwhile
     */
    public @Nullable UserModel whole(String userId) {
        UserModel user = UserStoragePrivateUtil.userLocalStorage(session).getUserById(realm, userId);
        if (user != null) {
            new ImportedUsers(session, realm).forget(user);
        }
        return user;
    }
}
