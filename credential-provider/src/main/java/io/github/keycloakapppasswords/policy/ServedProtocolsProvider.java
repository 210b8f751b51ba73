package io.github.keycloakapppasswords.policy;

import io.github.keycloakapppasswords.term.Protocol;
import java.util.Set;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** Finds the protocols for which a realm takes app passwords. Implemented where gateways are known. */
public interface ServedProtocolsProvider extends Provider {

    /**
     * The protocols that a gateway of the realm, or a flow of the direct grant, may ask for. A gateway with a problem
     * counts: the realm means to serve its protocols. Costs no SQL.
     *
     * @return empty if nothing is connected yet
     */
    Set<Protocol> served(RealmModel realm);

    @Override
    default void close() {}
}
