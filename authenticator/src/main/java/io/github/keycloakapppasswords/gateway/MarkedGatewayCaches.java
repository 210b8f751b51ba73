package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.gatewaycache.GatewayCacheProvider;
import io.github.keycloakapppasswords.gatewaycache.GatewayCacheProviderFactory;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Reads the caches of gateways from their marks. */
public final class MarkedGatewayCaches implements GatewayCacheProviderFactory {

    private static final GatewayCacheProvider MARKS = realm -> new RealmGateways(realm).longestCache();

    @Override
    public GatewayCacheProvider create(KeycloakSession session) {
        return MARKS;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "default";
    }
}
