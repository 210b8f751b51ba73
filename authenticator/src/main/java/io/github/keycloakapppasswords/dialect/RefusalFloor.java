package io.github.keycloakapppasswords.dialect;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Delays refusals until a floor of time has passed since the request came in, or the next multiple of it, so that the time of a
 * refusal shows little about the look-up. No thread waits meanwhile.
 */
final class RefusalFloor {

    /** Longer than a look-up by an indexed column takes on a healthy database. */
    static final Duration FLOOR = Duration.ofMillis(20);

    private static final long FLOOR_NANOS = FLOOR.toNanos();

    private RefusalFloor() {}

    /**
     * @param answer what to answer in the end
     * @param startedNanos {@link System#nanoTime()} when the request came in
     */
    static <T> CompletionStage<T> hold(T answer, long startedNanos) {
        long delay = delayNanos(System.nanoTime() - startedNanos);
        return new CompletableFuture<T>().completeOnTimeout(answer, delay, TimeUnit.NANOSECONDS);
    }

    /** What is left until the next multiple of the floor; a whole floor at the very multiple. */
    static long delayNanos(long elapsedNanos) {
        return FLOOR_NANOS - elapsedNanos % FLOOR_NANOS;
    }
}
