package io.github.keycloakapppasswords.gatewaycache;

import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** Knows the gateways of a realm, for texts that say when a revoked app password stops working. */
public interface GatewayCacheProvider extends Provider {

    /**
     * The longest time for which a gateway of the realm accepts a pair that Keycloak already refuses. Costs no SQL.
     *
     * @return zero if every gateway asks Keycloak at each login, or the realm has no gateway
     */
    Duration longest(RealmModel realm);

    /** {@link #longest(RealmModel)}, of the provider of this session. */
    static Duration longest(KeycloakSession session, RealmModel realm) {
        return session.getProvider(GatewayCacheProvider.class).longest(realm);
    }

    @Override
    default void close() {}
}
