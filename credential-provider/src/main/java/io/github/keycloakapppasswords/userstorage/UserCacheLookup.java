package io.github.keycloakapppasswords.userstorage;

import java.util.Locale;
import java.util.Optional;
import org.infinispan.Cache;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.connections.infinispan.InfinispanConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.cache.infinispan.entities.CachedUser;
import org.keycloak.models.cache.infinispan.entities.UserListQuery;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageProviderModel;

/**
 * Looks whether this node's user cache can answer, and never makes Keycloak ask a storage.
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
        Cache<String, Object> users = users(session);
        if (users == null) {
            return Optional.empty();
        }
        String kind = by == By.USERNAME ? ".username." : ".email.";
        if (users.get(realm.getId() + kind + name.toLowerCase(Locale.getDefault())) instanceof UserListQuery query
                && query.getUsers().size() == 1
                && users.get(query.getUsers().iterator().next()) instanceof CachedUser user
                && realm.getId().equals(user.getRealm())
                && !isOver(realm, user)) {
            return Optional.of(user);
        }
        return Optional.empty();
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
        Cache<String, Object> users = users(session);
        return users != null && users.get(userId) instanceof CachedUser;
    }

    private static @Nullable Cache<String, Object> users(KeycloakSession session) {
        InfinispanConnectionProvider caches = session.getProvider(InfinispanConnectionProvider.class);
        return caches == null ? null : caches.getCache(InfinispanConnectionProvider.USER_CACHE_NAME);
    }
}
