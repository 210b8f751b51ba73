package io.github.keycloakapppasswords.userstorage;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a user's storage said of her last. It lives on the entry of Keycloak's user cache, so that it goes with what it
 * confirms. Times are those of a {@link SteadyClock}. Safe for use by several threads.
 */
final class Confirmation {

    /** How a check ended. */
    enum Outcome {
        ANSWERED,
        /** The storage failed. */
        FAILED,
        /** There was no turn for the check, which says nothing of the storage. */
        BUSY
    }

    /** After a check that failed the next one waits so long: an outage costs no question more than that. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final AtomicReference<@Nullable CompletableFuture<Outcome>> running = new AtomicReference<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile Outcome last = Outcome.ANSWERED;
    private volatile Instant confirmedAt;
    private volatile Instant failedAt = Instant.MIN;
    private volatile boolean gone;

    Confirmation(Instant confirmedAt) {
        this.confirmedAt = confirmedAt;
    }

    /** Whether this is older than that. */
    boolean isOlder(Duration age, Instant now) {
        return confirmedAt.plus(age).isBefore(now);
    }

    /** Whether the storage said that it has no such user. */
    boolean isGone() {
        return gone;
    }

    /** Somebody wants to know; {@code true} for the first since the last answer of the storage. */
    boolean ask() {
        return !asked.get() && asked.compareAndSet(false, true);
    }

    /** Nobody looks after it for now; the next who wants to know does. */
    void unask() {
        asked.set(false);
    }

    /** Whether the caller is the one to ask the storage; {@link #answered}, {@link #failed} or {@link #busy} follows. */
    boolean begin(Instant now) {
        return !failedAt.plus(AGAIN).isAfter(now) && running.compareAndSet(null, new CompletableFuture<>());
    }

    /**
     * How the check ended that runs, or else the last one.
     *
     * @param patience after which it is {@link Outcome#BUSY}
     */
    Outcome await(Duration patience) {
        CompletableFuture<Outcome> check = running.get();
        if (check == null) {
            return last;
        }
        try {
            return check.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.BUSY;
        } catch (TimeoutException | ExecutionException e) {
            return Outcome.BUSY;
        }
    }

    /** The storage said whether it still has the user, to a question of that time. */
    void answered(boolean has, Instant at) {
        gone = !has;
        confirmedAt = at;
        failedAt = Instant.MIN;
        end(Outcome.ANSWERED);
    }

    /** The storage said nothing. */
    void failed(Instant at) {
        failedAt = at;
        end(Outcome.FAILED);
    }

    /** The storage was not asked. */
    void busy() {
        end(Outcome.BUSY);
    }

    private void end(Outcome outcome) {
        last = outcome;
        CompletableFuture<Outcome> check = running.getAndSet(null);
        if (check != null) {
            check.complete(outcome);
        }
    }
}
