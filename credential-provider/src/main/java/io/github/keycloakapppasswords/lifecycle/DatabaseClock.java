package io.github.keycloakapppasswords.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock of this node, or the clock of the database server where the two differ by more than {@link #TOLERANCE}: all nodes
 * share the database.
 *
 * <p><b>Security.</b> A node with a wrong clock neither accepts an expired app password, nor refuses or ends an app password
 * before its time. Between two readings of the database's clock this clock counts by {@link System#nanoTime()}, which cannot be
 * set.
 */
public final class DatabaseClock extends Clock {

    /** A difference up to this is left to the time synchronisation of the servers. */
    static final Duration TOLERANCE = Duration.ofSeconds(30);

    private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(1);

    /** One Keycloak runs in a JVM, and it has one database. */
    private static final AtomicReference<@Nullable Seen> LAST = new AtomicReference<>();

    /**
     * The time of the database server.
     *
     * @param at what its clock showed
     * @param nanos when, by this node's {@link System#nanoTime()}
     */
    record Seen(Instant at, long nanos) {}

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable Seen> seen;

    /** @param clock this node's */
    public DatabaseClock(Clock clock) {
        this(clock, System::nanoTime, LAST);
    }

    DatabaseClock(Clock clock, LongSupplier nanoTime, AtomicReference<@Nullable Seen> seen) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.seen = seen;
    }

    /**
     * Records a reading of the database's clock. From then on all clocks of this class follow the reading. A reading
     * that took longer than a second is too inexact, and is ignored.
     *
     * @param at what the database's clock showed
     * @param askedNanos when the database was asked, by this node's {@link System#nanoTime()}
     * @param answeredNanos when it answered
     */
    public void see(Instant at, long askedNanos, long answeredNanos) {
        long took = answeredNanos - askedNanos;
        if (took <= SLOWEST_ANSWER.toNanos()) {
            seen.set(new Seen(at, askedNanos + took / 2));
        }
    }

    @Override
    public Instant instant() {
        Instant own = clock.instant();
        return database()
                .filter(database -> Duration.between(database, own).abs().compareTo(TOLERANCE) > 0)
                .orElse(own);
    }

    /**
     * The earlier of the two where they differ by more than {@link #TOLERANCE}: for jobs, which end app passwords for good. A clock that is
     * ahead, the node's or the database's, ends none.
     */
    Clock earlier() {
        return new Clock() {
            @Override
            public Instant instant() {
                Instant own = clock.instant();
                Instant shared = DatabaseClock.this.instant();
                return shared.isBefore(own) ? shared : own;
            }

            @Override
            public ZoneId getZone() {
                return clock.getZone();
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return DatabaseClock.this.withZone(zone);
            }
        };
    }

    /** The time that all nodes share: the database's, as far as it is known. */
    public Instant shared() {
        return database().orElseGet(clock::instant);
    }

    /** By how much this node's clock is ahead of the database's, negative if it is behind; zero if that is not known. */
    public Duration ahead() {
        Instant own = clock.instant();
        return database().map(database -> Duration.between(database, own)).orElse(Duration.ZERO);
    }

    private Optional<Instant> database() {
        Seen last = seen.get();
        return last == null ? Optional.empty() : Optional.of(last.at().plusNanos(nanoTime.getAsLong() - last.nanos()));
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    /** @throws UnsupportedOperationException always: it knows one zone */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("A database clock has no other zone than that of its clock.");
    }
}
