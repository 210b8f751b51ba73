package io.github.keycloakapppasswords.cluster;

import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;

/** Time that is part of a scenario: how long a fault lasts, how often a device asks. No test waits for a result in this way. */
final class Pause {

    private Pause() {}

    static void of(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Waiting.until(time.multipliedBy(2).plusSeconds(5), time + " have passed", () -> System.nanoTime() - end >= 0);
    }

    /** Ends a loop whose thread was interrupted. */
    static boolean isInterrupted(StageException failure) {
        return Thread.currentThread().isInterrupted() || failure.getCause() instanceof InterruptedException;
    }
}
