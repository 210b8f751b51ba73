package io.github.keycloakapppasswords.proof;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/**
 * The second factors of a user at one moment: when an authentication was complete and nothing could have been enrolled in it
 * yet, or when the user's session began.
 *
 * <p><b>Security.</b> Comparing credential ids with a snapshot is how the gate tells a factor that was there before from one
 * that a thief of a password or of a session has just added. A snapshot that cannot be read is treated as missing, and what is
 * missing never makes a factor count.
 *
 * @param userId id of the user
 * @param takenAt when, to the second
 * @param ids credential ids of every second factor, whether the policy accepts its type or not
 */
record FactorSnapshot(String userId, Instant takenAt, Set<String> ids) {

    FactorSnapshot {
        ids = Set.copyOf(ids);
    }

    static FactorSnapshot of(String userId, Instant takenAt, Collection<Factor> factors) {
        return new FactorSnapshot(
                userId, takenAt, factors.stream().map(Factor::id).collect(Collectors.toSet()));
    }

    /** Whether the user had no second factor of any kind. */
    boolean isEmpty() {
        return ids.isEmpty();
    }

    boolean contains(Factor factor) {
        return ids.contains(factor.id());
    }

    /** This snapshot and factors that came to be trusted since. */
    FactorSnapshot with(Collection<Factor> factors) {
        Set<String> all = new TreeSet<>(ids);
        factors.forEach(factor -> all.add(factor.id()));
        return new FactorSnapshot(userId, takenAt, all);
    }

    /** The text kept in a session note. */
    String encode() {
        try {
            return JsonSerialization.writeValueAsString(new Wire(userId, takenAt.getEpochSecond(), new TreeSet<>(ids)));
        } catch (IOException e) {
            throw new IllegalStateException("A snapshot of second factors could not be written as JSON.", e);
        }
    }

    /** Reads what {@link #encode} wrote for this user; empty for null, for another user and for anything else. */
    static Optional<FactorSnapshot> decode(@Nullable String note, String userId) {
        if (note == null) {
            return Optional.empty();
        }
        try {
            Wire wire = JsonSerialization.readValue(note, Wire.class);
            if (!userId.equals(wire.user()) || wire.ids() == null) {
                return Optional.empty();
            }
            return Optional.of(new FactorSnapshot(userId, Instant.ofEpochSecond(wire.at()), wire.ids()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private record Wire(@Nullable String user, long at, @Nullable Set<String> ids) {}
}
