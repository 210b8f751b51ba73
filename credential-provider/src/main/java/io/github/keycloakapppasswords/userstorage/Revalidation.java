package io.github.keycloakapppasswords.userstorage;

import io.github.keycloakapppasswords.worker.BackgroundWorker;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Checks active users of storages in the background, one after the other, when half of the time for which an answer counts is
 * over. Each node checks the users in its own cache.
 */
final class Revalidation implements AutoCloseable {

    /** After so many failures a storage is left to the next round. */
    private static final int FAILURES = 3;

    private final ActiveUsers active;
    private final StorageOptions options;
    private final Clock clock;
    private final BiPredicate<ActiveUsers.Key, Confirmation> ask;
    private final BackgroundWorker worker = new BackgroundWorker(
            "revalidation",
            "Users of storages could not be checked. Each user is checked at the next request of a gateway about that user.",
            Metrics.globalRegistry);

    /**
     * @param options how long an answer of a storage counts
     * @param ask asks about one user; {@code false} if there was no answer
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

    /** Removes a user whose last answer is too old to count: the next question asks the storage first. */
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
