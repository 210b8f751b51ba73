package io.github.keycloakapppasswords.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.policy.InvalidPolicyException;
import io.github.keycloakapppasswords.policy.Offer;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.term.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** The policy as JSON for an owner's page, with the servers to type into a device. */
final class PolicyJson {

    private PolicyJson() {}

    /**
     * The realm's, with the protocols for which one can be made now; {@code null} while it is invalid, which is for admins
     * to know more of.
     */
    static @Nullable ObjectNode of(KeycloakSession session, RealmModel realm) {
        try {
            Offer offer = Offer.of(session, realm);
            return write(offer.policy(), offer.protocols());
        } catch (InvalidPolicyException e) {
            return null;
        }
    }

    /** The {@code kc_action} that makes an app password; {@code null} if it is off in this realm. */
    static @Nullable String makeAction(RealmModel realm) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(Policy.ACTION_ID);
        return action != null && action.isEnabled() ? Policy.ACTION_ID : null;
    }

    private static ObjectNode write(Policy policy, List<Protocol> onOffer) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode protocols = json.putArray("protocols");
        onOffer.forEach(protocol -> protocols.add(protocol.id()));
        json.put("maximumPerUser", policy.maximumPerUser());
        json.put("defaultLifetimeDays", days(policy.defaultLifetime()));
        json.put("longestLifetimeDays", days(policy.longestLifetime()));
        json.put("idleExpiryDays", days(policy.lifeCycle().idleExpiry()));
        json.put("neverUsedExpiryDays", days(policy.lifeCycle().neverUsedExpiry()));
        json.put("ownersMayRestrictNetworks", policy.ownersMayRestrictNetworks());
        ArrayNode servers = json.putArray("servers");
        policy.servers().forEach(server -> servers.addObject()
                .put("protocol", server.protocol().id())
                .put("address", server.address())
                .put("security", server.security().name().toLowerCase(Locale.ROOT)));
        return json;
    }

    private static @Nullable Long days(@Nullable Duration lifetime) {
        return lifetime == null ? null : lifetime.toDays();
    }
}
