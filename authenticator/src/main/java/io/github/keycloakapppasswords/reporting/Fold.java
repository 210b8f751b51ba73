package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The properties that make two decisions the same news on this node. Made for each answer, so the fold must be cheap: IPv4
 * addresses are compared as text, IPv6 addresses by their first 64 bits. The cluster folds more ({@link Report#fold()}).
 *
 * @param who the app password; else the user; else the gateway if the fault is the gateway's; {@code null} for unknown names
 * @param protocol empty if the request was refused before its protocol was read
 * @param address the network as {@link #network}, or empty
 */
record Fold(String realmId, Reason reason, @Nullable String who, String protocol, String address) {

    private static final Duration ACCEPTED = Duration.ofMinutes(15);
    private static final Duration REFUSED = Duration.ofDays(1);
    private static final Duration GATEWAY = Duration.ofMinutes(15);

    /** The longest text of an IP address; a longer text is not an address, and must not fill the memory. */
    private static final int LONGEST_ADDRESS = 45;

    /** The fold of a decided attempt. */
    static Fold of(String realmId, String clientId, Attempt attempt, Decision decision) {
        String protocol = attempt.protocol().id();
        return new Fold(
                realmId, decision.reason(), who(clientId, decision), protocol, network(attempt.clientAddress()));
    }

    /** The fold of a refused caller. */
    static Fold ofGateway(String realmId, @Nullable String clientId, Reason reason, @Nullable String address) {
        return new Fold(realmId, reason, clientId, "", Reports.network(address));
    }

    /** How long the fold stays the same news. */
    Duration lasts() {
        return switch (reason.fault()) {
            case NONE -> ACCEPTED;
            case USER -> REFUSED;
            case GATEWAY, SERVER -> GATEWAY;
        };
    }

    private static @Nullable String who(String clientId, Decision decision) {
        return switch (decision.reason().fault()) {
            case NONE, USER -> decision.credentialId() != null ? decision.credentialId() : decision.userId();
            case GATEWAY, SERVER -> clientId;
        };
    }

    /** One household can use a whole IPv6 network of 64 bits. */
    private static String network(@Nullable String address) {
        if (address == null || address.length() > LONGEST_ADDRESS) {
            return "";
        }
        return address.indexOf(':') < 0 ? address : Reports.network(address);
    }
}
