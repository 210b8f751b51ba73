package io.github.keycloakapppasswords.storage;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.jboss.logging.Logger;

/**
 * Asks storages about the users who are asked about, one after the other in a thread of its own, when half of the time for
 * which they count is over. On each node for the users whom it has cached: each node has a cache of its own.
 */
final class Revalidation implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Revalidation.class);

    /** A realm whose storages fail so often is left to the next round. */
    private static final int FAILURES = 3;

    private static final long CLOSE_SECONDS = 5;

    private final ActiveUsers active;
    private final Duration check;
    private final Clock clock;
    private final BiPredicate<ActiveUsers.Key, Confirmation> ask;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "app-password-revalidation");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean stopping;

    /**
     * @param check how long a user counts
     * @param ask asks about one; {@code false}: no answer
     */
    Revalidation(ActiveUsers active, Duration check, Clock clock, BiPredicate<ActiveUsers.Key, Confirmation> ask) {
        this.active = active;
        this.check = check;
        this.clock = clock;
        this.ask = ask;
    }

    void start() {
        long pause = Math.max(100, check.toMillis() / 8);
        Future<?> unused = executor.scheduleWithFixedDelay(this::run, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Whatever is thrown would end the schedule for good. */
    private void run() {
        try {
            round();
        } catch (RuntimeException | Error e) {
            LOG.error("Users of storages could not be asked about; they are when they are needed", e);
        }
    }

    void round() {
        Map<String, Integer> failures = new HashMap<>();
        active.forEach((key, confirmation) -> {
            boolean due = confirmation.isOlder(check.dividedBy(2), clock.instant());
            if (!stopping
                    && due
                    && failures.getOrDefault(key.realmId(), 0) < FAILURES
                    && !ask.test(key, confirmation)) {
                failures.merge(key.realmId(), 1, Integer::sum);
            }
        });
    }

    @Override
    public void close() {
        stopping = true;
        executor.shutdown();
        try {
            boolean ended = executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            LOG.debugf("The revalidation of users has ended: %s", ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
