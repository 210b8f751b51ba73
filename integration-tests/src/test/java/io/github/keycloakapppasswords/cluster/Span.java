package io.github.keycloakapppasswords.cluster;

import java.time.Instant;

/** A stretch of time with both its ends. */
record Span(Instant from, Instant to) {

    boolean overlaps(Span other) {
        return !from.isAfter(other.to) && !other.from.isAfter(to);
    }
}
