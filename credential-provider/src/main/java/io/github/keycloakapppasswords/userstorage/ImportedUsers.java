package io.github.keycloakapppasswords.userstorage;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.UserCache;
import org.keycloak.models.utils.StorageUnavailableUserModelDelegate;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.StorageUnavailableException;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageUtil;
import org.keycloak.storage.adapter.InMemoryUserAdapter;
import org.keycloak.storage.user.ImportedUserValidation;

/**
 * Users for jobs and questions of ours. Keycloak's own look-up deletes an imported user whom her storage does not have, with all
 * that she has; a directory that answers for a moment as if it were empty must not cost anybody her app passwords by us.
 */
public record ImportedUsers(KeycloakSession session, RealmModel realm) {

    private static final Logger LOG = Logger.getLogger(ImportedUsers.class);

    /**
     * Keycloak's user, once her storage was asked whether it has her.
     *
     * @return {@code null}: nobody, or somebody whom her storage does not have now
     * @throws StorageUnavailableException if her storage is away
     */
    public @Nullable UserModel byId(String userId) {
        UserModel local = local(userId);
        if (local != null && !isThere(local)) {
            return null;
        }
        UserModel user = session.users().getUserById(realm, userId);
        if (user instanceof StorageUnavailableUserModelDelegate) {
            throw new StorageUnavailableException("The storage of a user is away.");
        }
        return user;
    }

    /**
     * Whose app passwords can be ended, whatever her storage says or does not say: they are in Keycloak's own database.
     * If her storage is away, removed, disabled or does not have her now, this is what that database has of her; of a user
     * whom Keycloak does not import that is her id, with which her app passwords are found.
     *
     * <p>Keycloak's cache does not hear of what is done to such a one: {@link #forget} her afterwards.
     *
     * @return {@code null}: nobody, and no app password is left of her
     */
    public @Nullable UserModel owner(String userId) {
        UserModel known = asked(userId);
        if (known != null) {
            return known;
        }
        if (StorageId.isLocalStorage(userId)) {
            return local(userId);
        }
        UserModel standIn = new InMemoryUserAdapter(session, realm, userId);
        // what most storages, directories among them, make the id of
        standIn.setUsername(StorageId.externalId(userId));
        return standIn;
    }

    /**
     * Whether Keycloak can be asked for this user now, by whoever does: its e-mail listener, say, looks up whomever an event
     * names. It deletes an imported one whom her storage does not have, and may fail for one whose storage is away.
     */
    public boolean canBeAskedFor(String userId) {
        return asked(userId) != null;
    }

    /** Whether Keycloak deletes this user if it is asked for her; {@code false} also while her storage is away. */
    public boolean isDeletedByLookUp(String userId) {
        UserModel local = local(userId);
        try {
            return local != null && !isThere(local);
        } catch (StorageUnavailableException e) {
            LOG.debugf(e, "The storage of the user %s is away", userId);
            return false;
        }
    }

    private @Nullable UserModel asked(String userId) {
        try {
            return byId(userId);
        } catch (RuntimeException e) {
            LOG.debugf(e, "The storage of the user %s is away", userId);
            return null;
        }
    }

    /** As Keycloak's own storage has her; {@code null} also for one of another storage, by her id. */
    private @Nullable UserModel local(String userId) {
        return StorageId.isLocalStorage(userId)
                ? UserStoragePrivateUtil.userLocalStorage(session).getUserById(realm, userId)
                : null;
    }

    /** Has the caches of all nodes forget her, once the session's transaction has ended. */
    public void forget(UserModel user) {
        UserCache cache = UserStorageUtil.userCache(session);
        if (cache != null) {
            cache.evict(realm, user);
        }
    }

    /**
     * Whether her storage has her. A directory remembers its answer for the session, so that Keycloak's look-up in it, which
     * deletes, hears the same.
     *
     * @param local as Keycloak's own storage has her
     * @return {@code true} for one of Keycloak's own; {@code false} also if her storage is removed or disabled
     * @throws StorageUnavailableException if it does not know
     */
    public boolean isThere(UserModel local) {
        return !local.isFederated()
                || new RealmStorages(session, realm)
                        .of(local.getFederationLink())
                        .filter(storage -> has(storage, local))
                        .isPresent();
    }

    private boolean has(UserStorageProvider storage, UserModel local) {
        if (!(storage instanceof ImportedUserValidation validation)) {
            return true;
        }
        try {
            return validation.validate(realm, local) != null;
        } catch (RuntimeException e) {
            throw new StorageUnavailableException("The storage of a user is away.", e);
        }
    }
}
