package io.github.keycloakapppasswords.refusal;

import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last refusal of a user's device that was news: what a helpdesk asks for first.
 *
 * @param userId Keycloak's internal id
 * @param reason why, as events have it: lower case with underscores, 64 characters at most
 * @param protocol at which protocol
 * @param address the end client's IP address; {@code null} if the gateway did not tell, or it is not kept
 * @param gateway the client id of the gateway that asked
 * @param at when it was written, moments after the refusal; of one that is repeated, the first time that day
 */
public record LastRefusal(
        String userId, String reason, Protocol protocol, @Nullable String address, String gateway, Instant at) {

    /** The same, where the realm keeps no addresses. */
    public LastRefusal withoutAddress() {
        return new LastRefusal(userId, reason, protocol, null, gateway, at);
    }
}
