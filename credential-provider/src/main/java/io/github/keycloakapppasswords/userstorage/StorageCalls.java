package io.github.keycloakapppasswords.userstorage;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.storage.StorageUnavailableException;

/**
 * Runs calls to storages in separate threads: a hanging storage delays a request by {@link #PATIENCE} at most, and delays few
 * requests. Each storage and each {@link Purpose} has separate permits: look-ups of made-up names take no permit of the checks
 * of known users. Only these permits limit checks, so that a hanging storage takes none from another storage; look-ups are also
 * limited for the whole server, so that made-up names cannot make threads without end. After a call that took too long the
 * storage is not called for {@link #REST}, and neither are all storages of the realm together; then one call tries again. A
 * call to all storages does not show which storage hung, so each storage can still be called alone.
 */
final class StorageCalls implements AutoCloseable {

    /** How long a call may take. A directory answers within milliseconds. */
    static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Duration REST = Duration.ofSeconds(5);

    /** How long a call waits for a permit: after a start many users at once are not cached. */
    private static final Duration QUEUE = Duration.ofSeconds(1);

    /** The longest time of a call with the wait for a permit. */
    static final Duration MOST = PATIENCE.plus(QUEUE);

    /** The purpose of a call. */
    enum Purpose {
        /** Compares a known user with the storage. */
        CHECK,
        /** Looks up the user of a name. */
        LOOK_UP
    }

    /**
     * The storages that a call asks.
     *
     * @param realmId the realm's internal id
     * @param storageId id of the storage's component; {@code null} for all storages of the realm
     */
    record Asked(String realmId, @Nullable String storageId) {

        private Asked all() {
            return new Asked(realmId, null);
        }
    }

    private record Turns(Asked asked, Purpose purpose) {}

    /** Permits of each storage and purpose. */
    private static final int AT_ONCE_OF_A_KIND = 8;

    private static final int LOOK_UPS_AT_ONCE = 64;

    private final Map<Turns, Semaphore> permits = new ConcurrentHashMap<>();
    private final Semaphore lookUps = new Semaphore(LOOK_UPS_AT_ONCE);
    private final Map<Asked, Long> hungAt = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final ThreadPoolExecutor threads;

    /** @param nanoTime counts nanoseconds evenly from any start, like {@link System#nanoTime()} */
    StorageCalls(LongSupplier nanoTime) {
        this(nanoTime, work -> {
            Thread thread = new Thread(work, "app-password-storage");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @param factory makes the threads for the calls */
    StorageCalls(LongSupplier nanoTime, ThreadFactory factory) {
        this.nanoTime = nanoTime;
        // the permits limit the number of threads
        this.threads =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    /**
     * Runs the call and waits for its result.
     *
     * @throws StorageBusyException if no permit or thread is free now
     * @throws StorageUnavailableException if the call fails or takes too long, or an earlier call took too long a moment ago
     */
    <T> T call(Asked asked, Purpose purpose, Callable<T> call) {
        if (rests(asked)) {
            throw new StorageUnavailableException("A user storage did not answer a moment ago.");
        }
        FutureTask<T> answer = new FutureTask<>(call);
        Turns turns = new Turns(asked, purpose);
        take(turns);
        boolean begun = false;
        try {
            threads.execute(() -> {
                try {
                    answer.run();
                } finally {
                    giveBack(turns);
                }
            });
            begun = true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // "unable to create native thread" says nothing about the storage, and gateways should try later
            throw new StorageBusyException("No thread is free to query a user storage.", e);
        } finally {
            if (!begun) {
                giveBack(turns);
            }
        }
        return await(asked, answer);
    }

    /** Takes all permits that the call needs, or none. */
    private void take(Turns turns) {
        long since = nanoTime.getAsLong();
        Semaphore own = own(turns);
        awaitTurn(own, QUEUE.toNanos());
        if (turns.purpose() == Purpose.LOOK_UP) {
            try {
                awaitTurn(lookUps, QUEUE.toNanos() - (nanoTime.getAsLong() - since));
            } catch (StorageBusyException e) {
                own.release();
                throw e;
            }
        }
    }

    private void giveBack(Turns turns) {
        own(turns).release();
        if (turns.purpose() == Purpose.LOOK_UP) {
            lookUps.release();
        }
    }

    private Semaphore own(Turns turns) {
        return permits.computeIfAbsent(turns, made -> new Semaphore(AT_ONCE_OF_A_KIND));
    }

    private static void awaitTurn(Semaphore permit, long nanos) {
        try {
            if (!permit.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                throw new StorageBusyException("Too many requests wait for the user storages.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageBusyException("Interrupted while a request waited for a user storage.", e);
        }
    }

    private <T> T await(Asked asked, Future<T> answer) {
        try {
            T result = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            hungAt.remove(asked);
            return result;
        } catch (TimeoutException e) {
            long now = nanoTime.getAsLong();
            hungAt.put(asked, now);
            // a call to all storages calls this storage too
            hungAt.put(asked.all(), now);
            // a directory's client stops waiting when it is interrupted; otherwise it might wait for ever
            answer.cancel(true);
            throw new StorageUnavailableException("A user storage does not answer.", e);
        } catch (ExecutionException e) {
            throw new StorageUnavailableException("A user storage failed.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageBusyException("Interrupted while a user storage was queried.", e);
        }
    }

    /** When the rest is over, one call is let through; the others follow when that call was answered. */
    private boolean rests(Asked asked) {
        Long since = hungAt.get(asked);
        if (since == null) {
            return false;
        }
        long now = nanoTime.getAsLong();
        return now - since < REST.toNanos() || !hungAt.replace(asked, since, now);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
