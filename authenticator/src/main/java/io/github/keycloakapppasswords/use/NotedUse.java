package io.github.keycloakapppasswords.use;

import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last use of one app password that waits to be written. Made for each answer, so it must be cheap: the address is parsed
 * when the use is written.
 *
 * @param realmId the realm's internal id
 * @param userId the owner's internal id
 * @param at when, by this node's clock
 * @param protocol at which protocol
 * @param address the address from the gateway, which may be any text of up to {@value #LONGEST_ADDRESS} characters
 * @param gateway the client id of the gateway
 */
record NotedUse(
        Key key,
        String realmId,
        String userId,
        Instant at,
        Protocol protocol,
        @Nullable String address,
        String gateway) {

    /** The longest text of an IP address; longer text is not an address, and must not fill the memory. */
    private static final int LONGEST_ADDRESS = 45;

    /** The result of the use. */
    enum Kind {
        /** It was accepted. */
        USED,
        /** It was refused, since it has ended or is past its time. */
        TRIED
    }

    /** The key of folding: one use and one refused try for each app password. */
    record Key(String credentialId, Kind kind) {}

    /** In this order all nodes write, so that none waits for another in a circle. */
    static final Comparator<NotedUse> ORDER =
            Comparator.comparing((NotedUse use) -> use.key().credentialId());

    /** The use in a decided attempt; empty if the attempt used no app password. */
    static Optional<NotedUse> of(String realmId, String clientId, Attempt attempt, Decision decision, Instant at) {
        String credentialId = decision.credentialId();
        String userId = decision.userId();
        Optional<Kind> kind = kind(decision.reason());
        if (credentialId == null || userId == null || kind.isEmpty()) {
            return Optional.empty();
        }
        String address = attempt.clientAddress();
        return Optional.of(new NotedUse(
                new Key(credentialId, kind.get()),
                realmId,
                userId,
                at,
                attempt.protocol(),
                address == null || address.length() > LONGEST_ADDRESS ? null : address,
                clientId));
    }

    /** The later of two uses of the same app password, in any order. */
    NotedUse orLater(NotedUse other) {
        return other.at.isBefore(at) ? this : other;
    }

    private static Optional<Kind> kind(Reason reason) {
        return switch (reason) {
            case ACCEPTED -> Optional.of(Kind.USED);
            case REVOKED, EXPIRED -> Optional.of(Kind.TRIED);
            default -> Optional.empty();
        };
    }
}
