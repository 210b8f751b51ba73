package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.event.EventDetails;
import io.github.keycloakapppasswords.verdict.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;

/**
 * One event to be written, and its fold.
 *
 * @param realmId the realm's internal id
 * @param type {@link EventType#LOGIN}, {@link EventType#LOGIN_ERROR} or {@link EventType#CLIENT_LOGIN_ERROR}
 * @param error the event's error; {@code null} for a success
 * @param clientId the gateway, as named by the caller if authentication failed, or {@code null} if unknown
 * @param userId the user, or {@code null} if none was found
 * @param address the end client's address; for a fault of the gateway the gateway's address; {@code null} if unknown
 * @param details the event's details, without any secret
 * @param fold events of the same fold are one event, on all nodes
 * @param foldFor how long the fold lasts from its first event
 */
record Report(
        String realmId,
        EventType type,
        @Nullable String error,
        @Nullable String clientId,
        @Nullable String userId,
        @Nullable String address,
        Map<String, String> details,
        String fold,
        Duration foldFor) {

    /** Refusals of callers who did not authenticate as the client: everybody who knows the client's id can cause them. */
    private static final Set<String> UNPROVED = Stream.of(
                    Reason.GATEWAY_CREDENTIAL_WRONG,
                    Reason.GATEWAY_AUTHORITY_UNKNOWN,
                    Reason.GATEWAY_AUTHENTICATION_METHOD,
                    Reason.GATEWAY_DISABLED,
                    Reason.GATEWAY_NOT_CONFIDENTIAL,
                    Reason.GATEWAY_SETTINGS_UNREADABLE)
            .map(Reason::id)
            .collect(Collectors.toUnmodifiableSet());

    /** Whether the refusal concerns neither a user nor an authenticated gateway. */
    boolean isOfNobody() {
        return switch (type) {
            case LOGIN_ERROR -> userId == null;
            case CLIENT_LOGIN_ERROR ->
                clientId == null || UNPROVED.contains(details.getOrDefault(EventDetails.REASON, ""));
            default -> false;
        };
    }

    /** Whether a user sent something else than an app password, most often the main password. */
    boolean isOfUnmovedUser() {
        return userId != null && Reason.NOT_AN_APP_PASSWORD.id().equals(details.get(EventDetails.REASON));
    }
}
