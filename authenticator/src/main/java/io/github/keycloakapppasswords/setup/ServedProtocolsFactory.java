package io.github.keycloakapppasswords.setup;

import io.github.keycloakapppasswords.directgrant.DirectGrantProtocols;
import io.github.keycloakapppasswords.gateway.RealmGateways;
import io.github.keycloakapppasswords.policy.ServedProtocolsProvider;
import io.github.keycloakapppasswords.policy.ServedProtocolsProviderFactory;
import io.github.keycloakapppasswords.term.Protocol;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/** Finds the protocols of a realm's gateways and of its direct-grant flows. Safe for several threads. */
public final class ServedProtocolsFactory implements ServedProtocolsProviderFactory, ServedProtocolsProvider {

    @Override
    public Set<Protocol> served(RealmModel realm) {
        Set<Protocol> served = new TreeSet<>(new RealmGateways(realm).protocols());
        served.addAll(DirectGrantProtocols.of(realm));
        return served;
    }

    @Override
    public ServedProtocolsProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public void init(Config.Scope config) {
        // Nothing is configured here.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing to prepare.
    }

    @Override
    public void close() {
        // Nothing to close.
    }

    @Override
    public String getId() {
        return "default";
    }
}
