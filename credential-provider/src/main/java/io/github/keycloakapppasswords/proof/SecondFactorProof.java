package io.github.keycloakapppasswords.proof;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/**
 * The second factors that a user completed, and the times. Kept as a note of the user session, so that it is found again when
 * the user comes back over single sign-on.
 *
 * <p><b>Security.</b> A proof belongs to one user and says nothing about any other user. It counts only for credential
 * types the policy accepts now, only while it is younger than the policy's freshness, and not when it lies in the
 * future by more than {@link #CLOCK_TOLERANCE}, the allowed difference between the clocks of nodes. An unreadable note
 * is not a proof.
 *
 * @param userId id of the user who completed the factors
 * @param completedAt time of the last completion by credential type
 */
public record SecondFactorProof(String userId, Map<String, Instant> completedAt) {

    /** How far the clocks of two nodes may be apart. */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    public SecondFactorProof {
        completedAt = Map.copyOf(completedAt);
    }

    /** No factor completed by this user. */
    static SecondFactorProof none(String userId) {
        return new SecondFactorProof(userId, Map.of());
    }

    /**
     * This proof and a completion just now. The new time replaces the old one, even one in the future: then the clock was set
     * back since, and a user who proves a factor again must not wait until the clock has caught up.
     */
    SecondFactorProof with(String type, Instant now) {
        Map<String, Instant> merged = new TreeMap<>(completedAt);
        merged.put(type, now);
        return new SecondFactorProof(userId, merged);
    }

    /** This proof, and what an earlier one has of other types; the earlier one is left out when it is of another user. */
    SecondFactorProof after(SecondFactorProof earlier) {
        if (!userId.equals(earlier.userId)) {
            return this;
        }
        Map<String, Instant> both = new TreeMap<>(earlier.completedAt);
        both.putAll(completedAt);
        return new SecondFactorProof(userId, both);
    }

    /**
     * Whether this proves a second factor now.
     *
     * @param user id of the requesting user
     * @param accepted credential types that count
     * @param freshness how long a completion counts; one exactly that old still does
     */
    public boolean isFresh(String user, Collection<String> accepted, Duration freshness, Instant now) {
        return userId.equals(user)
                && accepted.stream()
                        .map(completedAt::get)
                        .anyMatch(at -> at != null && isWithin(freshness, Duration.between(at, now)));
    }

    /** Whether something of that age still counts; nodes' clocks may differ a little. */
    public static boolean isWithin(Duration freshness, Duration age) {
        return age.compareTo(freshness) <= 0 && age.compareTo(CLOCK_TOLERANCE.negated()) >= 0;
    }

    /** The text kept in the session note. */
    String encode() {
        Map<String, Long> seconds = new TreeMap<>();
        completedAt.forEach((type, at) -> seconds.put(type, at.getEpochSecond()));
        try {
            return JsonSerialization.writeValueAsString(new Wire(userId, seconds));
        } catch (IOException e) {
            throw new IllegalStateException("A proof of a second factor could not be written as JSON.", e);
        }
    }

    /** Reads what {@link #encode} wrote; empty for null and for anything else. */
    static Optional<SecondFactorProof> decode(@Nullable String note) {
        if (note == null) {
            return Optional.empty();
        }
        try {
            Wire wire = JsonSerialization.readValue(note, Wire.class);
            if (wire.user() == null || wire.completed() == null) {
                return Optional.empty();
            }
            Map<String, Instant> completedAt = new TreeMap<>();
            wire.completed().forEach((type, second) -> completedAt.put(type, Instant.ofEpochSecond(second)));
            return Optional.of(new SecondFactorProof(wire.user(), completedAt));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private record Wire(@Nullable String user, @Nullable Map<String, Long> completed) {}
}
