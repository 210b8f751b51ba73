package io.github.keycloakapppasswords.storage;

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
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.keycloak.storage.StorageUnavailableException;

/**
 * Calls to storages, in threads of their own: a storage that hangs stops no request for longer than {@link #PATIENCE}, and
 * few of them. Checks of known users have turns of their own, which made-up names cannot take. After one that took too long the realm's storages rest for {@link #REST}; then one call tries again.
 */
final class StorageCalls implements AutoCloseable {

    /** How long a call may take. A directory answers within milliseconds. */
    static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Duration REST = Duration.ofSeconds(5);

    /** How long a call waits for its turn: after a start many users at once are not cached. */
    private static final Duration QUEUE = Duration.ofSeconds(1);

    /** The most that a call may take with its turn. */
    static final Duration MOST = PATIENCE.plus(QUEUE);

    /** What a call is for. */
    enum Purpose {
        /** Whether a known user is as she was. */
        CHECK,
        /** Who has a name. */
        LOOK_UP
    }

    private record Turns(String realmId, Purpose purpose) {}

    /** Of each purpose. */
    private static final int AT_ONCE_IN_A_REALM = 8;

    private static final int AT_ONCE = 64;

    private final Map<Turns, Semaphore> permits = new ConcurrentHashMap<>();
    private final Map<String, Long> hungAt = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, AT_ONCE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "app-password-storage");
                thread.setDaemon(true);
                return thread;
            });

    /** @param nanoTime counts nanoseconds evenly from any start, like {@link System#nanoTime()} */
    StorageCalls(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Waits for what the call returns.
     *
     * @throws StorageBusyException if there is no turn for it now
     * @throws StorageUnavailableException if it fails, takes too long, or something else did a moment ago
     */
    <T> T call(String realmId, Purpose purpose, Callable<T> call) {
        if (rests(realmId)) {
            throw new StorageUnavailableException("A user storage did not answer a moment ago.");
        }
        Semaphore permit =
                permits.computeIfAbsent(new Turns(realmId, purpose), turns -> new Semaphore(AT_ONCE_IN_A_REALM));
        awaitTurn(permit);
        FutureTask<T> answer = new FutureTask<>(call);
        try {
            threads.execute(() -> {
                try {
                    answer.run();
                } finally {
                    permit.release();
                }
            });
        } catch (RejectedExecutionException e) {
            permit.release();
            throw new StorageBusyException("The user storages have too much to do.", e);
        }
        return await(realmId, answer);
    }

    private static void awaitTurn(Semaphore permit) {
        try {
            if (!permit.tryAcquire(QUEUE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StorageBusyException("The user storages have too much to do.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageBusyException("Interrupted while a user storage was to be asked.", e);
        }
    }

    private <T> T await(String realmId, Future<T> answer) {
        try {
            T told = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            hungAt.remove(realmId);
            return told;
        } catch (TimeoutException e) {
            hungAt.put(realmId, nanoTime.getAsLong());
            // a directory's client stops waiting when it is interrupted; without, it might wait for ever
            answer.cancel(true);
            throw new StorageUnavailableException("A user storage does not answer.", e);
        } catch (ExecutionException e) {
            throw new StorageUnavailableException("A user storage failed.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageBusyException("Interrupted while a user storage was asked.", e);
        }
    }

    /** When the rest is over one call is let through, and the others when that was answered. */
    private boolean rests(String realmId) {
        Long since = hungAt.get(realmId);
        if (since == null) {
            return false;
        }
        long now = nanoTime.getAsLong();
        return now - since < REST.toNanos() || !hungAt.replace(realmId, since, now);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
