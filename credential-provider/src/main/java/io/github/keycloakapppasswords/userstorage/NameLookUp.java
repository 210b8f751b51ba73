package io.github.keycloakapppasswords.userstorage;

import io.github.keycloakapppasswords.userstorage.UserCacheLookup.By;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.utils.StorageUnavailableUserModelDelegate;
import org.keycloak.storage.StorageUnavailableException;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.user.UserLookupProvider;

/** Looks somebody up by name; the storages are asked past Keycloak, which deletes an imported user whom hers does not have. */
record NameLookUp(KeycloakSession session, RealmModel realm) {

    /** What there is of a name. */
    enum Presence {
        /** Somebody. */
        THERE,
        /** Somebody whom Keycloak imported and her storage does not have now. */
        GONE,
        NOBODY
    }

    /**
     * Has Keycloak find and cache the user. Its manager says "nobody" also for a storage that is away, so that nobody is
     * nobody only if each storage says so itself. To be done in a session of its own, by {@link StorageCalls}.
     *
     * @throws RuntimeException if a storage does not know
     */
    Presence presence(By by, String name) {
        UserModel local = local(by, name);
        if (local != null && !new ImportedUsers(session, realm).isThere(local)) {
            return Presence.GONE;
        }
        UserModel user = find(session.users(), by, name);
        if (user instanceof StorageUnavailableUserModelDelegate) {
            throw new StorageUnavailableException("The storage of a user is away.");
        }
        boolean there = user != null
                || new RealmStorages(session, realm)
                        .all(UserLookupProvider.class)
                        .anyMatch(storage -> find(storage, by, name) != null);
        return there ? Presence.THERE : Presence.NOBODY;
    }

    /** As Keycloak's own storage has the user, which is always there. */
    @Nullable
    UserModel local(By by, String name) {
        return find(UserStoragePrivateUtil.userLocalStorage(session), by, name);
    }

    /** As Keycloak has the user. */
    @Nullable
    UserModel user(By by, String name) {
        return find((UserLookupProvider) session.users(), by, name);
    }

    /**
     * One who was there a moment ago.
     *
     * @param cached whether the user cache has her, so that no storage is asked
     * @throws StorageUnavailableException if she is not found now: Keycloak says so also for a storage that is away
     */
    UserModel known(By by, String name, boolean cached) {
        UserModel local = cached ? null : local(by, name);
        UserModel user = local != null && !new ImportedUsers(session, realm).isThere(local) ? null : user(by, name);
        if (user == null || user instanceof StorageUnavailableUserModelDelegate) {
            throw new StorageUnavailableException("A user who was there a moment ago is not found.");
        }
        return user;
    }

    private @Nullable UserModel find(UserProvider users, By by, String name) {
        return find((UserLookupProvider) users, by, name);
    }

    private @Nullable UserModel find(UserLookupProvider users, By by, String name) {
        return by == By.USERNAME ? users.getUserByUsername(realm, name) : users.getUserByEmail(realm, name);
    }
}
