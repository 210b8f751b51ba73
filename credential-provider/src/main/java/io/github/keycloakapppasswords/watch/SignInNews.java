package io.github.keycloakapppasswords.watch;

import io.github.keycloakapppasswords.term.Protocol;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to sign in, for the owner of a new app password. Holds nothing of what was sent.
 *
 * @param protocol the protocol of the attempt
 * @param address the end client's IP address; {@code null} if the gateway sent none, or the realm keeps no addresses
 * @param at the time at which the attempt began, in whole seconds: a finer time could show what Keycloak had to look up for it
 * @param credentialId the app password that was sent, or {@code null} if that is not known
 */
public record SignInNews(
        SignInOutcome outcome, Protocol protocol, @Nullable String address, Instant at, @Nullable String credentialId) {

    private static final String OUTCOME = "outcome";
    private static final String PROTOCOL = "protocol";
    private static final String ADDRESS = "address";
    private static final String AT = "at";
    private static final String CREDENTIAL = "credential";

    /** @param at is cut to whole seconds */
    public SignInNews {
        at = second(at);
    }

    static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Whether the attempt may concern the owner of this app password, and came after this time. */
    boolean concerns(String watchedId, Instant since) {
        return !at.isBefore(since) && (credentialId == null || credentialId.equals(watchedId));
    }

    Map<String, String> notes() {
        Map<String, String> notes = new HashMap<>();
        notes.put(OUTCOME, outcome.name());
        notes.put(PROTOCOL, protocol.id());
        notes.put(AT, String.valueOf(at.getEpochSecond()));
        if (address != null) {
            notes.put(ADDRESS, address);
        }
        if (credentialId != null) {
            notes.put(CREDENTIAL, credentialId);
        }
        return notes;
    }

    /** Empty for notes of another version of the extension. */
    static Optional<SignInNews> read(@Nullable Map<String, String> notes) {
        if (notes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SignInNews(
                    SignInOutcome.valueOf(notes.getOrDefault(OUTCOME, "")),
                    Protocol.of(notes.getOrDefault(PROTOCOL, "")),
                    notes.get(ADDRESS),
                    Instant.ofEpochSecond(Long.parseLong(notes.getOrDefault(AT, ""))),
                    notes.get(CREDENTIAL)));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
