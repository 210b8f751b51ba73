package io.github.keycloakapppasswords.userstorage;

import io.github.keycloakapppasswords.userstorage.UserCacheLookup.By;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.utils.StorageUnavailableUserModelDelegate;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.StorageUnavailableException;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.user.UserLookupProvider;

/** Looks up a user by name. Storages are asked directly: Keycloak deletes an imported user whom the storage does not have. */
record NameLookUp(KeycloakSession session, RealmModel realm) {

    /** Whether a user of the name exists. */
    enum Presence {
        /** A user has the name. */
        THERE,
        /** Keycloak imported a user of the name, and the storage does not have the user now. */
        GONE,
        NOBODY
    }

    /**
     * Makes Keycloak find and cache the user. Keycloak's manager reports "not found" also for an unavailable storage. So the
     * name counts as unknown only if each storage says so. Publishes a {@link StorageStatus} for a user of a storage. Must run in a
     * separate session, by {@link StorageCalls}.
     *
     * @throws RuntimeException if a storage cannot answer
     */
    Presence presence(By by, String name) {
        UserModel local = local(by, name);
        if (local != null && !new ImportedUsers(session, realm).isThere(local)) {
            tell(local, true);
            return Presence.GONE;
        }
        UserModel user = find(session.users(), by, name);
        if (user instanceof StorageUnavailableUserModelDelegate) {
            throw new StorageUnavailableException("The storage of a user is unavailable.");
        }
        if (user != null && isOfStorage(user)) {
            tell(user, !user.isEnabled());
        }
        boolean there = user != null
                || new RealmStorages(session, realm)
                        .all(UserLookupProvider.class)
                        .anyMatch(storage -> find(storage, by, name) != null);
        return there ? Presence.THERE : Presence.NOBODY;
    }

    private static boolean isOfStorage(UserModel user) {
        return user.getFederationLink() != null || !StorageId.isLocalStorage(user.getId());
    }

    private void tell(UserModel user, boolean disabled) {
        session.getKeycloakSessionFactory().publish(new StorageStatus(session, realm, user, disabled));
    }

    /** The user in Keycloak's own storage, which is always available. */
    @Nullable
    UserModel local(By by, String name) {
        return find(UserStoragePrivateUtil.userLocalStorage(session), by, name);
    }

    /** The user as Keycloak finds it. */
    @Nullable
    UserModel user(By by, String name) {
        return find((UserLookupProvider) session.users(), by, name);
    }

    /**
     * Finds a user who existed a moment ago.
     *
     * @param cached whether the user cache has the user, so that no storage is asked
     * @throws StorageUnavailableException if the user is not found: Keycloak reports that also for an unavailable storage
     */
    UserModel known(By by, String name, boolean cached) {
        UserModel local = cached ? null : local(by, name);
        UserModel user = local != null && !new ImportedUsers(session, realm).isThere(local) ? null : user(by, name);
        if (user == null || user instanceof StorageUnavailableUserModelDelegate) {
            throw new StorageUnavailableException("A user who existed a moment ago is not found.");
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
