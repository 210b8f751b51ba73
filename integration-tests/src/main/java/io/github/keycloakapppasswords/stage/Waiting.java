package io.github.keycloakapppasswords.stage;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, never for time to pass. */
public final class Waiting {
    private static final Duration POLL = Duration.ofMillis(50);

    private Waiting() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @param atMost how long to wait
     * @param what the condition in words, for the message of the failure
     * @param condition asked at once and then every 50 ms
     * @throws StageException if it does not hold in time, or the thread is interrupted
     */
    public static void until(Duration atMost, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new StageException("Interrupted while waiting until " + what + ".");
            }
            if (System.nanoTime() - deadline > 0) {
                throw new StageException("Waited " + atMost.toSeconds() + " s in vain until " + what + ".");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
