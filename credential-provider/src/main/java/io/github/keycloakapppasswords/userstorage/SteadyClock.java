package io.github.keycloakapppasswords.userstorage;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** The time since this object was made, as an instant since the epoch; a change of the computer's clock changes no age. */
final class SteadyClock extends Clock {

    private final LongSupplier nanoTime;
    private final long start;

    /** @param nanoTime counts nanoseconds evenly from any start, like {@link System#nanoTime()} */
    SteadyClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanoTime.getAsLong() - start);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
