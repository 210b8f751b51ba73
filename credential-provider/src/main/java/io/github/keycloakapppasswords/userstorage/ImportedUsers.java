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
 * Looks up imported users without the risk of deleting them. Keycloak's own look-up deletes an imported user, with all
 * credentials, when the storage does not have the user; a directory that looks empty for a moment must not cost app passwords.
 */
public record ImportedUsers(KeycloakSession session, RealmModel realm) {

    private static final Logger LOG = Logger.getLogger(ImportedUsers.class);

    /**
     * Finds the user in Keycloak after the storage confirmed the user.
     *
     * @return {@code null} if the user does not exist, or the storage does not have the user now
     * @throws StorageUnavailableException if the storage is unavailable
     */
    public @Nullable UserModel byId(String userId) {
        UserModel local = local(userId);
        if (local != null && !isThere(local)) {
            return null;
        }
        UserModel user = session.users().getUserById(realm, userId);
        if (user instanceof StorageUnavailableUserModelDelegate) {
            throw new StorageUnavailableException("The storage of a user is unavailable.");
        }
        return user;
    }

    /**
     * Finds the owner of app passwords that are to end, whatever the storage answers: app passwords are in Keycloak's own
     * database. If the storage is unavailable, removed, disabled or does not have the user now, the result is the user in that
     * database. For a user whom Keycloak does not import the result holds only the id, which is enough to find the app
     * passwords.
     *
     * <p>Keycloak's cache does not see changes of such a user: call {@link #forget} afterwards.
     *
     * @return {@code null} if the user does not exist and has no app password left
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
        // most storages, directories among them, make the id of the user name
        standIn.setUsername(StorageId.externalId(userId));
        return standIn;
    }

    /**
     * Whether a look-up of this user by any code is safe now: Keycloak's e-mail listener, for example, looks up the user of an
     * event. Keycloak deletes an imported user whom the storage does not have, and may fail while the storage is unavailable.
     */
    public boolean canBeAskedFor(String userId) {
        return asked(userId) != null;
    }

    /** Whether Keycloak's look-up would delete this user; {@code false} also while the storage is unavailable. */
    public boolean isDeletedByLookUp(String userId) {
        UserModel local = local(userId);
        try {
            return local != null && !isThere(local);
        } catch (StorageUnavailableException e) {
            LOG.debugf(e, "The storage of the user %s is unavailable", userId);
            return false;
        }
    }

    private @Nullable UserModel asked(String userId) {
        try {
            return byId(userId);
        } catch (RuntimeException e) {
            LOG.debugf(e, "The storage of the user %s is unavailable", userId);
            return null;
        }
    }

    /** The user in Keycloak's own storage; {@code null} also for a user with an id of another storage. */
    private @Nullable UserModel local(String userId) {
        return StorageId.isLocalStorage(userId)
                ? UserStoragePrivateUtil.userLocalStorage(session).getUserById(realm, userId)
                : null;
    }

    /** Evicts the user from the caches of all nodes when the session's transaction has ended. */
    public void forget(UserModel user) {
        UserCache cache = UserStorageUtil.userCache(session);
        if (cache != null) {
            cache.evict(realm, user);
        }
    }

    /**
     * Whether the storage has the user. A directory remembers its answer for the session, so that a later look-up by Keycloak,
     * which may delete the user, gets the same answer.
     *
     * @param local the user in Keycloak's own storage
     * @return {@code true} for a local user; {@code false} also if the storage is removed or disabled
     * @throws StorageUnavailableException if the storage cannot answer
     */
    boolean isThere(UserModel local) {
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
            throw new StorageUnavailableException("The storage of a user is unavailable.", e);
        }
    }
}
