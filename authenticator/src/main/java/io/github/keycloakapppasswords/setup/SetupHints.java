package io.github.keycloakapppasswords.setup;

import io.github.keycloakapppasswords.connectedgateway.ConnectedGatewaysProvider;
import io.github.keycloakapppasswords.gateway.GatewayProblems;
import io.github.keycloakapppasswords.policy.InvalidPolicyException;
import io.github.keycloakapppasswords.policy.Offer;
import io.github.keycloakapppasswords.term.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Hints for an admin about the realm beside the parts of the set-up. Changes nothing. */
final class SetupHints {

    private final KeycloakSession session;
    private final RealmModel realm;

    SetupHints(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Finished sentences; empty if there is nothing to look at. */
    List<String> all() {
        List<String> hints = new ArrayList<>();
        addOffer(hints);
        new GatewayProblems(session)
                .clientIds()
                .forEach(clientId -> hints.add("The gateway \"" + clientId
                        + "\" is shut out: see its problem by kcadm.sh get app-passwords/gateways -r "
                        + realm.getName() + "."));
        addEvents(hints);
        return hints;
    }

    private void addOffer(List<String> hints) {
        try {
            addOffer(hints, Offer.of(session, realm));
        } catch (InvalidPolicyException e) {
            hints.add("The policy is invalid, and no user can make an app password until the policy is corrected. "
                    + e.getMessage());
        }
    }

    private void addOffer(List<String> hints, Offer offer) {
        Collection<Protocol> served = ConnectedGatewaysProvider.of(session).protocols(realm);
        switch (offer.state()) {
            case NOTHING_CONNECTED ->
                hints.add("No gateway is connected yet, so an app password opens nothing, and owners are offered every"
                        + " protocol of the policy. Connect one: kcadm.sh update app-passwords/gateways/CLIENT -r "
                        + realm.getName() + " -o -b '{\"protocols\":[\"imap\"]}'");
            case NOTHING_IN_COMMON ->
                hints.add("No user can make an app password: the policy offers "
                        + names(offer.policy().protocols())
                        + ", and the gateways serve " + names(served)
                        + ". Change \"protocols\" of the policy or of a gateway.");
            case SERVED -> addNotOffered(hints, offer, served);
        }
    }

    /** Protocols that a gateway serves but the policy does not offer. */
    private static void addNotOffered(List<String> hints, Offer offer, Collection<Protocol> served) {
        List<Protocol> inVain = served.stream()
                .filter(protocol -> !offer.protocols().contains(protocol))
                .toList();
        if (!inVain.isEmpty()) {
            hints.add("No app password can be made for " + names(inVain)
                    + ", which a gateway serves: the policy does not offer it. Add it to \"protocols\" of the policy, or"
                    + " take it out of the gateway's.");
        }
    }

    private void addEvents(List<String> hints) {
        if (!realm.isEventsEnabled()) {
            hints.add(
                    "User events are not saved, so the admin console does not show who was refused and why: turn \"Save"
                            + " events\" on under Realm settings, Events, User events settings.");
        }
        if (!realm.isAdminEventsEnabled()) {
            hints.add(
                    "Admin events are not saved, so the admin console does not show which admin revoked an app password or"
                            + " changed a gateway: turn \"Save events\" on under Realm settings, Events, Admin events settings.");
        }
    }

    private static String names(Collection<Protocol> protocols) {
        return protocols.stream().map(Protocol::id).collect(Collectors.joining(", "));
    }
}
