package io.github.keycloakapppasswords.feed;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * When the changes of each realm got their places last. Changes that follow each other closely, as of a job that ends many app
 * passwords, get their places together. Safe for use by several threads.
 */
final class Placements {

    /** From one placement of a realm's changes to the next. */
    static final Duration APART = Duration.ofMillis(200);

    private final LongSupplier nanoTime;
    private final Map<String, Long> begun = new ConcurrentHashMap<>();

    /** @param nanoTime counts nanoseconds evenly from any start, like {@link System#nanoTime()} */
    Placements(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A placement for this realm begins now. */
    void begin(String realmId) {
        long now = nanoTime.getAsLong();
        begun.values().removeIf(before -> now - before >= APART.toNanos());
        begun.put(realmId, now);
    }

    /** How long the realm's next placement has to wait; zero if there was none for a while. */
    Duration untilNext(String realmId) {
        Long last = begun.get(realmId);
        long passed = last == null ? APART.toNanos() : nanoTime.getAsLong() - last;
        return Duration.ofNanos(Math.max(0, APART.toNanos() - passed));
    }
}
