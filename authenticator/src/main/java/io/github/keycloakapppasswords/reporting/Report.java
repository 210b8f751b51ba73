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
 * One event to be, and what it is folded with.
 *
 * @param realmId the realm's internal id
 * @param type {@link EventType#LOGIN}, {@link EventType#LOGIN_ERROR} or {@link EventType#CLIENT_LOGIN_ERROR}
 * @param error the event's error; {@code null} for a success
 * @param clientId the gateway, as the caller says where its proof failed, or {@code null} if it is not known
 * @param userId the user, or {@code null} if none was found
 * @param address the end client's address; for a fault of the gateway the gateway's; {@code null} if it is not known
 * @param unresolvedName the submitted name whose user is still to be looked for, off the hot path; else {@code null}
 * @param details the event's details; no secret among them
 * @param fold events of the same fold are one, on all nodes
 * @param foldFor how long the fold lasts from its first event
 */
record Report(
        String realmId,
        EventType type,
        @Nullable String error,
        @Nullable String clientId,
        @Nullable String userId,
        @Nullable String address,
        @Nullable String unresolvedName,
        Map<String, String> details,
        String fold,
        Duration foldFor) {

    /** Refusals of callers that did not prove to be the client that they named: whoever knows its id makes them. */
    private static final Set<String> UNPROVED = Stream.of(
                    Reason.GATEWAY_CREDENTIAL_WRONG,
                    Reason.GATEWAY_AUTHORITY_UNKNOWN,
                    Reason.GATEWAY_AUTHENTICATION_METHOD,
                    Reason.GATEWAY_DISABLED,
                    Reason.GATEWAY_NOT_CONFIDENTIAL,
                    Reason.GATEWAY_SETTINGS_UNREADABLE)
            .map(Reason::id)
            .collect(Collectors.toUnmodifiableSet());

    /** Whether it is a refusal that concerns neither a user nor a gateway that proved to be one. */
    boolean isOfNobody() {
        return switch (type) {
            case LOGIN_ERROR -> userId == null && unresolvedName == null;
            case CLIENT_LOGIN_ERROR ->
                clientId == null || UNPROVED.contains(details.getOrDefault(EventDetails.REASON, ""));
            default -> false;
        };
    }

    /** The same news with another user and fold, and nothing left to look for. */
    Report resolved(@Nullable String foundUserId, String resolvedFold, Duration resolvedFor) {
        return new Report(
                realmId, type, error, clientId, foundUserId, address, null, details, resolvedFold, resolvedFor);
    }
}
