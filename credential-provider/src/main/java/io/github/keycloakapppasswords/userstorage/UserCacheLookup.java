package io.github.keycloakapppasswords.userstorage;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.cache.UserCache;
import org.keycloak.models.cache.infinispan.UserCacheManager;
import org.keycloak.models.cache.infinispan.UserCacheSession;
import org.keycloak.models.cache.infinispan.entities.CachedUser;
import org.keycloak.models.cache.infinispan.entities.UserListQuery;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageProviderModel;

/**
 * Looks whether this node's user cache can answer, and never makes Keycloak ask a storage.
 *
 * <p>It asks Keycloak's own {@code CacheManager}, which passes over an entry that something changed while it was made. Keycloak
 * would ask the storage for such a user, without a time limit, and delete an imported user whom the storage does not have.
 *
 * <p>The keys are Keycloak's own ({@code UserCacheSession}, 26.7.4). If another release has other keys, every user counts as
 * not cached: slower, and never wrong.
 */
final class UserCacheLookup {

    /** The property by which a user is looked up. */
    enum By {
        USERNAME,
        EMAIL
    }

    /** The cached user of that name; empty if a storage or the database would have to be asked. */
    Optional<CachedUser> find(KeycloakSession session, RealmModel realm, By by, String name) {
        UserCacheManager users = users(session);
        if (users == null) {
            return Optional.empty();
        }
        String kind = by == By.USERNAME ? ".username." : ".email.";
        UserListQuery query =
                users.get(realm.getId() + kind + name.toLowerCase(Locale.getDefault()), UserListQuery.class);
        if (query == null || query.getUsers().size() != 1) {
            return Optional.empty();
        }
        CachedUser user = users.get(query.getUsers().iterator().next(), CachedUser.class);
        return user != null && realm.getId().equals(user.getRealm()) && !isOver(realm, user)
                ? Optional.of(user)
                : Optional.empty();
    }

    /** The storage's own cache policy: Keycloak would ask the storage. */
    private static boolean isOver(RealmModel realm, CachedUser user) {
        String storage = storageId(user);
        ComponentModel component = storage == null ? null : realm.getComponent(storage);
        return component != null && new UserStorageProviderModel(component).shouldInvalidate(user);
    }

    /** The component id of the user's storage; {@code null} for Keycloak's own storage. */
    static @Nullable String storageId(CachedUser user) {
        String link = user.getFederationLink();
        return link == null ? StorageId.providerId(user.getId()) : link;
    }

    /** Whether the user of this id is cached. */
    boolean has(KeycloakSession session, String userId) {
        UserCacheManager users = users(session);
        return users != null && users.get(userId, CachedUser.class) != null;
    }

    private static @Nullable UserCacheManager users(KeycloakSession session) {
        return session.getProvider(UserCache.class) instanceof UserCacheSession users ? users.getCache() : null;
    }
}
