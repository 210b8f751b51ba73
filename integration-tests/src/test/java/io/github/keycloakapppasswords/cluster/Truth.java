package io.github.keycloakapppasswords.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Whether a name and an app password are good, at each time: what was acknowledged to the admin or owner who changed it. Between the
 * request and the end of the bound both answers are right. Safe for threads.
 */
final class Truth {
    private final Bounds bounds;
    private final boolean goodAtFirst;
    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private final @Nullable Instant expiresAt;

    private Truth(Bounds bounds, boolean goodAtFirst, @Nullable Instant expiresAt) {
        this.bounds = bounds;
        this.goodAtFirst = goodAtFirst;
        this.expiresAt = expiresAt;
    }

    /** Of a pair that is good, or is not, until {@link #begin}. */
    static Truth of(Bounds bounds, boolean goodAtFirst) {
        return new Truth(bounds, goodAtFirst, null);
    }

    /** Of a pair that is not good until {@link #begin} and from this time on. */
    static Truth until(Bounds bounds, Instant expiresAt) {
        return new Truth(bounds, false, expiresAt);
    }

    /** A change that was asked for. */
    static final class Change {
        private final boolean good;
        private final Instant sent;
        private volatile Instant done = Instant.MAX;

        private Change(boolean good, Instant sent) {
            this.good = good;
            this.sent = sent;
        }

        /** It was acknowledged at this time. */
        void done(Instant at) {
            done = at;
        }
    }

    /** Somebody asks now to make the pair good, or to end that. The one before is done. */
    Change begin(boolean good, Instant sent) {
        Change change = new Change(good, sent);
        changes.add(change);
        return change;
    }

    /**
     * The only right verdict on a question, or empty if both are.
     *
     * @param asked when the question was sent
     * @param answered when its answer had come
     */
    Optional<Boolean> verdict(Instant asked, Instant answered) {
        Span question = new Span(asked, answered);
        if (isOpen(question)) {
            return Optional.empty();
        }
        boolean good = goodAtFirst;
        for (Change change : changes) {
            good = change.sent.isBefore(asked) ? change.good : good;
        }
        return Optional.of(good && (expiresAt == null || expiresAt.isAfter(asked)));
    }

    private boolean isOpen(Span question) {
        Instant end = expiresAt;
        if (end != null) {
            Span around = new Span(end.minus(Bounds.SAME_CLOCK), end.plus(Bounds.SAME_CLOCK));
            if (around.overlaps(question) || bounds.clockSteps().stream().anyMatch(question::overlaps)) {
                return true;
            }
        }
        return changes.stream()
                .flatMap(change -> bounds.open(change.sent, change.done).stream())
                .anyMatch(question::overlaps);
    }

    /** How long after the acknowledged end of a pair that is not good any more a question was sent: none if it was sent before. */
    Optional<Duration> sinceEnd(Instant asked) {
        Change last = changes.isEmpty() ? null : changes.get(changes.size() - 1);
        return last == null || last.good || !asked.isAfter(last.done)
                ? Optional.empty()
                : Optional.of(Duration.between(last.done, asked));
    }
}
