package io.github.keycloakapppasswords.connectedgateway;

import io.github.keycloakapppasswords.term.Protocol;
import java.time.Duration;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/** Knows the gateways that are connected to a realm, for pages and mails. No method costs SQL. */
public interface ConnectedGatewaysProvider extends Provider {

    /** The provider of this session. */
    static ConnectedGatewaysProvider of(KeycloakSession session) {
        return session.getProvider(ConnectedGatewaysProvider.class);
    }

    /**
     * The protocols that a gateway of the realm, or a flow of the direct grant, may ask for. A gateway with a problem
     * counts: the realm means to serve its protocols.
     *
     * @return empty if nothing is connected yet
     */
    Set<Protocol> protocols(RealmModel realm);

    /**
     * The user name that an owner types into an app or device for a protocol: the e-mail address where every gateway for the
     * protocol knows users by it, and Keycloak finds the owner by it; otherwise the user name.
     */
    String userName(RealmModel realm, UserModel owner, Protocol protocol);

    /**
     * The longest time for which a gateway of the realm accepts a pair that Keycloak already refuses.
     *
     * @return zero if every gateway asks Keycloak at each login, or the realm has no gateway
     */
    Duration longestCache(RealmModel realm);

    @Override
    default void close() {}
}
