package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.event.EventDetails;
import io.github.keycloakapppasswords.term.IpAddress;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Reason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;

/**
 * Turns decisions into events, and decides which decisions are the same news.
 *
 * <p>An acceptance is news once in 15 minutes for each app password, protocol and network. A refusal of a user is news once in
 * 30 days for each reason and app password, from every address: Keycloak's e-mail listener mails the user each event, and a
 * forgotten phone that still tries changes its address many times a day. Refusals of unknown names are news once a day for each
 * reason and address: attackers can make up any number of names.
 */
final class Reports {

    /** A hint for the admin who sees the event. */
    static final String FOLDED_HINT =
            "The service behind the gateway would change this user's login identity into another"
                    + " name: rename the user, or see nameComparison of the gateway.";

    private static final String UNKNOWN = "-";

    /** Not longer: where Keycloak keeps its caches in an external Infinispan, Hot Rod may read a longer time as a date. */
    private static final Duration REFUSED_USER = Duration.ofDays(30);

    private static final Duration REFUSED_NOBODY = Duration.ofDays(1);

    private Reports() {}

    /** The report of an attempt that the steps decided. */
    static Report of(String realmId, String clientId, Attempt attempt, Decision decision) {
        return switch (decision.reason().fault()) {
            case NONE -> accepted(realmId, clientId, attempt, decision);
            case USER -> refused(realmId, clientId, attempt, decision);
            case GATEWAY, SERVER ->
                gatewayFault(
                        realmId,
                        clientId,
                        decision.reason(),
                        null,
                        attempt.clientAddress(),
                        attempt.protocol().id());
        };
    }

    /**
     * The report of a caller that is not a gateway, or may not ask this question.
     *
     * @param clientId the client that the caller is or claims to be, or {@code null}
     * @param problem the fault of the request, or {@code null}
     * @param protocol the requested protocol, or {@code null} if the request was refused before its protocol was read
     */
    static Report gatewayFault(
            String realmId,
            @Nullable String clientId,
            Reason reason,
            @Nullable String problem,
            @Nullable String address,
            @Nullable String protocol) {
        Map<String, String> details = details(reason);
        put(details, EventDetails.GATEWAY, clientId);
        put(details, EventDetails.PROTOCOL, protocol);
        put(details, EventDetails.PROBLEM, problem);
        return new Report(
                realmId,
                EventType.CLIENT_LOGIN_ERROR,
                reason.eventError(),
                clientId,
                null,
                harmlessAddress(address),
                details,
                fold("gateway", realmId, clientId, reason.id(), protocol, network(address)),
                Fold.ofGateway(realmId, clientId, reason, address).lasts());
    }

    private static Report accepted(String realmId, String clientId, Attempt attempt, Decision decision) {
        return new Report(
                realmId,
                EventType.LOGIN,
                null,
                clientId,
                decision.userId(),
                harmlessAddress(attempt.clientAddress()),
                details(clientId, attempt, decision),
                fold(
                        "accepted",
                        realmId,
                        decision.credentialId(),
                        attempt.protocol().id(),
                        network(attempt.clientAddress())),
                Fold.of(realmId, clientId, attempt, decision).lasts());
    }

    private static Report refused(String realmId, String clientId, Attempt attempt, Decision decision) {
        return new Report(
                realmId,
                EventType.LOGIN_ERROR,
                decision.reason().eventError(),
                clientId,
                decision.userId(),
                harmlessAddress(attempt.clientAddress()),
                details(clientId, attempt, decision),
                refusedFold(
                        realmId,
                        decision.reason().id(),
                        decision.userId(),
                        decision.credentialId(),
                        attempt.clientAddress()),
                decision.userId() == null ? REFUSED_NOBODY : REFUSED_USER);
    }

    private static String refusedFold(
            String realmId,
            @Nullable String reason,
            @Nullable String userId,
            @Nullable String credentialId,
            @Nullable String address) {
        return userId == null
                ? fold("refused", realmId, reason, network(address))
                : fold("refused", realmId, reason, userId, credentialId);
    }

    private static Map<String, String> details(String clientId, Attempt attempt, Decision decision) {
        Map<String, String> details = details(decision.reason());
        put(details, EventDetails.GATEWAY, clientId);
        put(details, EventDetails.PROTOCOL, attempt.protocol().id());
        put(details, EventDetails.CREDENTIAL_ID, decision.credentialId());
        if (decision.credentialId() != null) {
            put(details, EventDetails.CREDENTIAL_LABEL, Label.harmless(decision.label()));
        }
        put(details, Details.USERNAME, decision.loginIdentity());
        if (decision.reason() == Reason.LOGIN_IDENTITY_FOLDED) {
            put(details, EventDetails.PROBLEM, FOLDED_HINT);
        }
        return details;
    }

    private static Map<String, String> details(Reason reason) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(EventDetails.AUTH_METHOD, EventDetails.APP_PASSWORD);
        if (reason != Reason.ACCEPTED) {
            details.put(EventDetails.REASON, reason.id());
        }
        return details;
    }

    private static void put(Map<String, String> details, String name, @Nullable String value) {
        if (value != null) {
            details.put(name, value);
        }
    }

    private static String fold(@Nullable String... parts) {
        StringBuilder fold = new StringBuilder();
        for (String part : parts) {
            String text = Objects.requireNonNullElse(part, UNKNOWN);
            fold.append(text.length()).append(':').append(text);
        }
        return fold.toString();
    }

    /** A valid address in its canonical text; {@code null} for any other text from a gateway. */
    static @Nullable String harmlessAddress(@Nullable String sent) {
        return IpAddress.parse(sent).map(IpAddress::text).orElse(null);
    }

    /** The address, or the first 64 bits of an IPv6 address: one household can use all the rest. */
    static String network(@Nullable String sent) {
        Optional<InetAddress> address = IpAddress.parse(sent);
        if (address.isEmpty()) {
            return UNKNOWN;
        }
        byte[] bytes = address.get().getAddress();
        return bytes.length == Integer.BYTES
                ? IpAddress.text(address.get())
                : HexFormat.of().formatHex(bytes, 0, Long.BYTES);
    }
}
