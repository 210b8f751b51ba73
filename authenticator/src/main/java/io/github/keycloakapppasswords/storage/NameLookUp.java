package io.github.keycloakapppasswords.storage;

import io.github.keycloakapppasswords.storage.UserCachePeek.By;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.utils.StorageUnavailableUserModelDelegate;
import org.keycloak.storage.StorageUnavailableException;
import org.keycloak.storage.user.UserLookupProvider;

/** Looks somebody up whom the user cache does not know. To be done in a session of its own, by {@link StorageCalls}. */
record NameLookUp(KeycloakSession session, RealmModel realm) {

    /**
     * Has Keycloak find and cache the user. Its manager says "nobody" also for a storage that is away, so that nobody is
     * nobody only if each storage says so itself.
     *
     * @return whether there is such a user
     * @throws RuntimeException if a storage does not know
     */
    boolean exists(By by, String name) {
        UserModel user = find(session.users(), by, name);
        if (user instanceof StorageUnavailableUserModelDelegate) {
            throw new StorageUnavailableException("The storage of a user is away.");
        }
        return user != null
                || new RealmStorages(session, realm)
                        .all(UserLookupProvider.class)
                        .anyMatch(storage -> find(storage, by, name) != null);
    }

    /** As Keycloak's own storage has it, which is always there. */
    static boolean isLocal(@Nullable UserModel user) {
        return user != null && !user.isFederated();
    }

    private @Nullable UserModel find(UserProvider users, By by, String name) {
        return find((UserLookupProvider) users, by, name);
    }

    /** The user that this storage has. */
    @Nullable
    UserModel find(UserLookupProvider users, By by, String name) {
        return by == By.USERNAME ? users.getUserByUsername(realm, name) : users.getUserByEmail(realm, name);
    }
}
