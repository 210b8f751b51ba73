package io.github.keycloakapppasswords.policy;

import io.github.keycloakapppasswords.connectedgateway.ConnectedGatewaysProvider;
import io.github.keycloakapppasswords.term.Protocol;
import java.util.List;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The protocols for which an app password can be made now. The gate, the owner's interface and admins who issue for a device
 * all use it: a protocol is on offer if the policy offers it and the realm has a gateway or client for it.
 *
 * @param policy the realm's, with the protocols on offer; with all of its protocols if {@link State#NOTHING_CONNECTED} or
 *     {@link State#NOTHING_IN_COMMON}
 * @param state why these are the protocols
 */
public record Offer(Policy policy, State state) {

    /** How the policy's protocols and the served ones fit together. */
    public enum State {
        /** At least one protocol is on offer and served. */
        SERVED,
        /** No gateway is there yet: the policy alone decides, so that owners may go ahead. */
        NOTHING_CONNECTED,
        /** Gateways are there, and the policy offers none of their protocols: no app password can be made. */
        NOTHING_IN_COMMON
    }

    /**
     * The offer of a realm. Costs no SQL.
     *
     * @throws InvalidPolicyException as {@link Policy#of(RealmModel)}
     */
    public static Offer of(KeycloakSession session, RealmModel realm) {
        Policy policy = Policy.of(realm);
        Set<Protocol> served = ConnectedGatewaysProvider.of(session).protocols(realm);
        State state = state(policy.protocols(), served);
        return new Offer(state == State.SERVED ? Policy.of(realm, both(policy.protocols(), served)) : policy, state);
    }

    static State state(List<Protocol> offered, Set<Protocol> served) {
        if (served.isEmpty()) {
            return State.NOTHING_CONNECTED;
        }
        return both(offered, served).isEmpty() ? State.NOTHING_IN_COMMON : State.SERVED;
    }

    /** In the policy's order. */
    static List<Protocol> both(List<Protocol> offered, Set<Protocol> served) {
        return offered.stream().filter(served::contains).toList();
    }

    /** For what an app password can be made; empty if {@link State#NOTHING_IN_COMMON}. */
    public List<Protocol> protocols() {
        return state == State.NOTHING_IN_COMMON ? List.of() : policy.protocols();
    }
}
