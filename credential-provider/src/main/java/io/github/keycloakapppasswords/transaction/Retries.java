package io.github.keycloakapppasswords.transaction;

import java.time.Duration;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Does work again that failed by a {@link WriteConflict}: five times in all at most, and not again once ten seconds have gone,
 * which it may have waited for locks. In between it waits at random, 150 ms in all at most, so that two do not meet again. Every
 * other failure is thrown at once. Safe for use by several threads.
 */
final class Retries {

    static final int MOST_ATTEMPTS = 5;
    static final Duration MOST_TIME = Duration.ofSeconds(10);
    static final Duration FIRST_PAUSE = Duration.ofMillis(10);

    private static final Logger LOG = Logger.getLogger(Retries.class);

    private final ConflictMeters meters;
    private final Random random;
    private final LongSupplier nanoTime;
    private final Pause pause;

    /** Waits. */
    interface Pause {
        void of(long millis) throws InterruptedException;
    }

    /** @param nanoTime counts nanoseconds evenly from any start, like {@link System#nanoTime()} */
    Retries(ConflictMeters meters, Random random, LongSupplier nanoTime, Pause pause) {
        this.meters = meters;
        this.random = random;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /**
     * Does the work.
     *
     * @param what names it in the log
     * @param work does it once, whole or not at all
     */
    <R> R run(String what, Function<TransactionAttempt, R> work) {
        long begun = nanoTime.getAsLong();
        for (int number = 1; ; number++) {
            TransactionAttempt attempt = new TransactionAttempt();
            try {
                return work.apply(attempt);
            } catch (RuntimeException e) {
                if (!WriteConflict.isIn(e)) {
                    throw e;
                }
                boolean over = number >= MOST_ATTEMPTS || nanoTime.getAsLong() - begun > MOST_TIME.toNanos();
                if (attempt.isLast() || over || !isPaused(number)) {
                    meters.givenUp();
                    throw e;
                }
                meters.again();
                LOG.debugf(e, "Another transaction wrote the same rows: attempt %d of %s is repeated", number, what);
            }
        }
    }

    /** {@code false}: interrupted, the server stops. */
    private boolean isPaused(int number) {
        int most = (int) FIRST_PAUSE.toMillis() << (number - 1);
        try {
            pause.of(random.nextInt(most + 1));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
