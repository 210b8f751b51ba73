package io.github.keycloakapppasswords.credential;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.StorageUnavailableUserModelDelegate;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.StorageUnavailableException;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.user.ImportedUserValidation;

/**
 * Users for jobs and questions of ours. Keycloak's own look-up deletes an imported user whom her storage does not have, with all
 * that she has; a directory that answers for a moment as if it were empty must not cost anybody her app passwords by us.
 */
public record ImportedUsers(KeycloakSession session, RealmModel realm) {

    /**
     * Keycloak's user, once her storage was asked whether it has her.
     *
     * @return {@code null}: nobody, or somebody whom her storage does not have now
     * @throws StorageUnavailableException if her storage is away
     */
    public @Nullable UserModel byId(String userId) {
        UserModel local = StorageId.isLocalStorage(userId)
                ? UserStoragePrivateUtil.userLocalStorage(session).getUserById(realm, userId)
                : null;
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
