package io.github.keycloakapppasswords.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A clock that never shows less than the time that has passed since it was made.
 *
 * <p><b>Security.</b> Setting the system's clock back while the server runs extends no app password. A clock that was set
 * forward by mistake can be set right again: only its state at the start counts.
 */
public final class ForwardClock extends Clock {

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Instant start;
    private final long startNanos;

    /**
     * @param clock the system's
     * @param nanoTime counts nanoseconds evenly from any start, like {@link System#nanoTime()}
     */
    public ForwardClock(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.start = clock.instant();
        this.startNanos = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        Instant now = clock.instant();
        Instant passed = start.plus(Duration.ofNanos(nanoTime.getAsLong() - startNanos));
        // counters drift: a difference of less than a second does not count
        return now.isBefore(passed.minusSeconds(1)) ? passed : now;
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    /** @throws UnsupportedOperationException always: it knows one zone */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("A forward clock has no other zone than that of its clock.");
    }
}
