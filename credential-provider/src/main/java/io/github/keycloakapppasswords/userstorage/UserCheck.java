package io.github.keycloakapppasswords.userstorage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.LDAPConstants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.StorageUnavailableUserModelDelegate;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.StorageUnavailableException;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageUtil;
import org.keycloak.storage.user.ImportedUserValidation;
import org.keycloak.storage.user.UserLookupProvider;

/**
 * Asks a storage about one user, and evicts the user from the caches of all nodes if the cached user differs. Must run in a
 * separate session, by {@link StorageCalls}.
 *
 * <p>A check deletes nothing of a user whom the storage does not have. Keycloak's own look-up deletes an imported user with all
 * credentials; a directory that looks empty for a moment must not cost everybody's app passwords because of a background check.
 */
record UserCheck(KeycloakSession session, RealmModel realm) {

    /**
     * @return whether the storage has the user
     * @throws RuntimeException if the storage cannot answer
     */
    boolean isThere(String userId) {
        if (!new UserCacheLookup().has(session, userId)) {
            // evicted meanwhile: no answer uses the entry any more
            return true;
        }
        return StorageId.isLocalStorage(userId) ? isImportedThere(userId) : isForeignThere(userId);
    }

    /** Asks Keycloak last, when its look-up cannot delete the user any more. */
    private boolean isImportedThere(String userId) {
        UserModel imported = UserStoragePrivateUtil.userLocalStorage(session).getUserById(realm, userId);
        if (imported == null || !imported.isFederated()) {
            return imported != null;
        }
        Optional<UserStorageProvider> storage = new RealmStorages(session, realm).of(imported.getFederationLink());
        if (storage.isEmpty()) {
            // the storage was removed or is disabled: the next look-up sees that
            evict(imported);
            return true;
        }
        UserModel stored = storage.get() instanceof ImportedUserValidation validation
                ? validation.validate(realm, imported)
                : imported;
        if (stored == null) {
            tell(imported, true);
            return false;
        }
        return compare(session.users().getUserById(realm, userId), stored);
    }

    private boolean isForeignThere(String userId) {
        UserModel cached = session.users().getUserById(realm, userId);
        if (cached == null) {
            return false;
        }
        Optional<UserStorageProvider> storage = new RealmStorages(session, realm).of(StorageId.providerId(userId));
        if (storage.isEmpty()) {
            evict(cached);
            return true;
        }
        UserModel stored = storage.get() instanceof UserLookupProvider users ? users.getUserById(realm, userId) : null;
        if (stored == null) {
            tell(cached, true);
            return false;
        }
        return compare(cached, stored);
    }

    private boolean compare(@Nullable UserModel cached, UserModel stored) {
        if (cached == null) {
            return false;
        }
        if (cached instanceof StorageUnavailableUserModelDelegate) {
            throw new StorageUnavailableException("The storage of a user is unavailable.");
        }
        tell(cached, !stored.isEnabled());
        if (!isSame(cached, stored)) {
            evict(stored);
        }
        return true;
    }

    private void tell(UserModel cached, boolean disabled) {
        session.getKeycloakSessionFactory().publish(new StorageStatus(session, realm, cached, disabled));
    }

    private void evict(UserModel user) {
        UserStorageUtil.userCache(session).evict(realm, user);
    }

    private static boolean isSame(UserModel one, UserModel other) {
        return one.isEnabled() == other.isEnabled()
                && Objects.equals(one.getUsername(), other.getUsername())
                && Objects.equals(one.getEmail(), other.getEmail())
                && one.isEmailVerified() == other.isEmailVerified()
                && attributes(one).equals(attributes(other))
                && roles(one).equals(roles(other))
                && groups(one).equals(groups(other));
    }

    /** Without order: a directory has none. Without the time of the entry's last change, which each login may update. */
    private static Map<String, Set<String>> attributes(UserModel user) {
        Map<String, Set<String>> attributes = new HashMap<>();
        for (Map.Entry<String, List<String>> attribute : user.getAttributes().entrySet()) {
            Set<String> values = attribute.getValue() == null ? Set.of() : new HashSet<>(attribute.getValue());
            values.remove(null);
            if (!values.isEmpty() && !attribute.getKey().equals(LDAPConstants.MODIFY_TIMESTAMP)) {
                attributes.put(attribute.getKey(), values);
            }
        }
        return attributes;
    }

    private static Set<String> roles(UserModel user) {
        return user.getRoleMappingsStream().map(RoleModel::getId).collect(Collectors.toSet());
    }

    private static Set<String> groups(UserModel user) {
        return user.getGroupsStream().map(GroupModel::getId).collect(Collectors.toSet());
    }
}
