package io.github.keycloakapppasswords.node;

import java.util.HashSet;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.cache.CacheRealmProvider;
import org.keycloak.models.cache.UserCache;
import org.keycloak.models.cache.infinispan.CacheManager;
import org.keycloak.models.cache.infinispan.RealmCacheSession;
import org.keycloak.models.cache.infinispan.UserCacheManager;
import org.keycloak.models.cache.infinispan.UserCacheSession;
import org.keycloak.models.cache.infinispan.stream.InRealmPredicate;

/**
 * Keycloak's caches of users and of realms on this node. What is evicted here is evicted here only: no message goes to another node,
 * so that a node that hangs holds nothing up. Without effect where a cache is switched off.
 *
 * <p>Keycloak's own revisions ({@code CacheManager}, 26.7.4) keep out what another thread read before the eviction and stores after it.
 */
final class NodeCaches {

    /** What {@code UserCacheSession} (26.7.4) appends to a user's id for the user's links with identity providers. */
    private static final String LINKS = ".idplinks";

    private final KeycloakSession session;

    NodeCaches(KeycloakSession session) {
        this.session = session;
    }

    /** Evicts a user, with all that is known of the user's app passwords and links. */
    void evictUser(String userId) {
        if (session.getProvider(UserCache.class) instanceof UserCacheSession users) {
            users.getCache().invalidateObject(userId);
            users.getCache().invalidateObject(userId + LINKS);
        }
    }

    /** Evicts the realm with its clients, roles, groups and required actions, but no user. */
    void evictSettings(String realmId) {
        if (session.getProvider(CacheRealmProvider.class) instanceof RealmCacheSession realms) {
            Set<String> ids = new HashSet<>(Set.of(realmId));
            realms.getCache().addInvalidations(InRealmPredicate.create().realm(realmId), ids);
            evict(realms.getCache(), ids);
        }
    }

    /** Evicts the realm and all of its users. */
    void evictRealm(String realmId) {
        evictSettings(realmId);
        if (session.getProvider(UserCache.class) instanceof UserCacheSession users) {
            UserCacheManager cache = users.getCache();
            Set<String> ids = new HashSet<>();
            cache.invalidateRealmUsers(realmId, ids);
            evict(cache, ids);
        }
    }

    private static void evict(CacheManager cache, Set<String> ids) {
        ids.forEach(cache::invalidateObject);
    }
}
