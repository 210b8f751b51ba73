package io.github.keycloakapppasswords.userstorage;

import io.github.keycloakapppasswords.worker.BackgroundWorker;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Asks storages about the users who are asked about, one after the other in a thread of its own, when half of the time for
 * which they count is over. On each node for the users whom it has cached: each node has a cache of its own.
 */
final class Revalidation implements AutoCloseable {

    /** A storage that fails so often is left to the next round. */
    private static final int FAILURES = 3;

    private final ActiveUsers active;
    private final StorageOptions options;
    private final Clock clock;
    private final BiPredicate<ActiveUsers.Key, Confirmation> ask;
    private final BackgroundWorker worker = new BackgroundWorker(
            "revalidation",
            "Users of storages could not be checked. Each of them is checked when a gateway asks next.",
            Metrics.globalRegistry);

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
        worker.every(Duration.ofMillis(Math.max(100, options.check().toMillis() / 8)), this::round);
    }

    void round() {
        Map<StorageCalls.Asked, Integer> failures = new HashMap<>();
        active.forEach((key, confirmation) -> {
            boolean due = confirmation.isOlder(options.check().dividedBy(2), clock.instant());
            if (!worker.isStopping() && due && !isAnswered(key, confirmation, failures)) {
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
        worker.close();
    }
}
