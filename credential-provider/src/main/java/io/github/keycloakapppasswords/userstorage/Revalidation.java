package io.github.keycloakapppasswords.userstorage;

import java.time.Clock;
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

    /** A storage that fails so often is left to the next round. */
    private static final int FAILURES = 3;

    private static final long CLOSE_SECONDS = 5;

    private final ActiveUsers active;
    private final StorageOptions options;
    private final Clock clock;
    private final BiPredicate<ActiveUsers.Key, Confirmation> ask;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "app-password-revalidation");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean stopping;

    /**
     * @param options how long a user counts
     * @param ask asks about one; {@code false}: no answer
     */
    Revalidation(
            ActiveUsers active, StorageOptions options, Clock clock, BiPredicate<ActiveUsers.Key, Confirmation> ask) {
        this.active = active;
        this.options = options;
        this.clock = clock;
        this.ask = ask;
    }

    void start() {
        long pause = Math.max(100, options.check().toMillis() / 8);
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
        Map<StorageCalls.Asked, Integer> failures = new HashMap<>();
        active.forEach((key, confirmation) -> {
            boolean due = confirmation.isOlder(options.check().dividedBy(2), clock.instant());
            if (!stopping && due && !isAnswered(key, confirmation, failures)) {
                leaveIfOver(key, confirmation);
            }
        });
    }

    private boolean isAnswered(
            ActiveUsers.Key key, Confirmation confirmation, Map<StorageCalls.Asked, Integer> failures) {
        if (failures.getOrDefault(key.storage(), 0) >= FAILURES) {
            return false;
        }
        boolean answered = ask.test(key, confirmation);
        if (!answered) {
            failures.merge(key.storage(), 1, Integer::sum);
        }
        return answered;
    }

    /** Whom no storage speaks for is let in no more, and takes no room: who asks about her again asks the storage first. */
    private void leaveIfOver(ActiveUsers.Key key, Confirmation confirmation) {
        if (confirmation.isOlder(options.outage(), clock.instant())) {
            active.done(key, confirmation);
        }
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
