package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What makes two decisions the same news on this node. Made for each answer, so it is cheap: IPv4 addresses are compared
 * as they came, IPv6 ones by their first 64 bits. The cluster folds more ({@link Report#fold()}).
 *
 * @param who the app password, else the user, else the submitted name if its user is still to be looked for, else the
 *     gateway if the fault is its own; {@code null} for names that nobody has
 * @param protocol empty if it did not come so far
 * @param address the network as {@link #network}, or empty
 */
record Fold(String realmId, Reason reason, @Nullable String who, String protocol, String address) {

    private static final Duration ACCEPTED = Duration.ofMinutes(15);
    private static final Duration REFUSED = Duration.ofDays(1);
    private static final Duration GATEWAY = Duration.ofMinutes(15);

    /** The longest text of an IP address; anything longer is none, and must not fill the memory. */
    private static final int LONGEST_ADDRESS = 45;

    /** Of a decided attempt. */
    static Fold of(String realmId, String clientId, Attempt attempt, Decision decision) {
        String protocol = attempt.protocol().id();
        return new Fold(
                realmId,
                decision.reason(),
                who(clientId, attempt, decision),
                protocol,
                network(attempt.clientAddress()));
    }

    /** Of a caller that was not let in. */
    static Fold ofGateway(String realmId, @Nullable String clientId, Reason reason, @Nullable String address) {
        return new Fold(realmId, reason, clientId, "", Reports.network(address));
    }

    /** How long it is the same news. */
    Duration lasts() {
        return switch (reason.fault()) {
            case NONE -> ACCEPTED;
            case USER -> REFUSED;
            case GATEWAY, SERVER -> GATEWAY;
        };
    }

    private static @Nullable String who(String clientId, Attempt attempt, Decision decision) {
        return switch (decision.reason().fault()) {
            case NONE, USER -> {
                String known = decision.credentialId() != null ? decision.credentialId() : decision.userId();
                yield known != null ? known : Reports.unresolvedName(attempt, decision);
            }
            case GATEWAY, SERVER -> clientId;
        };
    }

    /** One house can use all of an IPv6 network. */
    private static String network(@Nullable String address) {
        if (address == null || address.length() > LONGEST_ADDRESS) {
            return "";
        }
        return address.indexOf(':') < 0 ? address : Reports.network(address);
    }
}
