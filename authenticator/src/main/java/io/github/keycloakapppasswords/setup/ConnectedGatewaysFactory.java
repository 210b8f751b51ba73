package io.github.keycloakapppasswords.setup;

import io.github.keycloakapppasswords.connectedgateway.ConnectedGatewaysProvider;
import io.github.keycloakapppasswords.connectedgateway.ConnectedGatewaysProviderFactory;
import io.github.keycloakapppasswords.directgrant.DirectGrantProtocols;
import io.github.keycloakapppasswords.gateway.RealmGateways;
import io.github.keycloakapppasswords.term.Protocol;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Reads the marks of a realm's gateways and its direct-grant flows. Safe for several threads. */
public final class ConnectedGatewaysFactory implements ConnectedGatewaysProviderFactory, ConnectedGatewaysProvider {

    @Override
    public Set<Protocol> protocols(RealmModel realm) {
        Set<Protocol> served = new TreeSet<>(new RealmGateways(realm).protocols());
        served.addAll(DirectGrantProtocols.of(realm));
        return served;
    }

    @Override
    public String userName(RealmModel realm, UserModel owner, Protocol protocol) {
        String email = owner.getEmail();
        boolean findable = email != null
                && owner.isEmailVerified()
                && realm.isLoginWithEmailAllowed()
                && !realm.isDuplicateEmailsAllowed();
        return findable && new RealmGateways(realm).knowByEmail(protocol) ? email : owner.getUsername();
    }

    @Override
    public Duration longestCache(RealmModel realm) {
        return new RealmGateways(realm).longestCache();
    }

    @Override
    public ConnectedGatewaysProvider create(KeycloakSession session) {
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
