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
 * The last answer of a storage about one user. The confirmation is kept in the entry of Keycloak's user cache, so that both end
 * together. Times are those of a {@link SteadyClock}. Safe for use by several threads.
 */
final class Confirmation {

    /** How a check ended. */
    enum Outcome {
        ANSWERED,
        /** The storage failed. */
        FAILED,
        /** No thread was free for the check, which says nothing about the storage. */
        BUSY
    }

    /** Wait after a failed check: in an outage a question does not wait for more than one failed check in this time. */
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

    /** Whether the last answer is older than this age. */
    boolean isOlder(Duration age, Instant now) {
        return confirmedAt.plus(age).isBefore(now);
    }

    /** Whether the storage said that it has no such user. */
    boolean isGone() {
        return gone;
    }

    /** A gateway asks about the user; {@code true} for the first question since the last answer of the storage. */
    boolean ask() {
        return !asked.get() && asked.compareAndSet(false, true);
    }

    /** The user is not checked in the background for now; the next question changes that. */
    void unask() {
        asked.set(false);
    }

    /** Whether the caller must ask the storage; {@link #answered}, {@link #failed} or {@link #busy} follows. */
    boolean begin(Instant now) {
        return !failedAt.plus(AGAIN).isAfter(now) && running.compareAndSet(null, new CompletableFuture<>());
    }

    /**
     * The outcome of the running check, or of the last check if none runs.
     *
     * @param patience the longest wait; after that the outcome is {@link Outcome#BUSY}
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

    /** The storage answered whether it still has the user; {@code at} is the time of the question. */
    void answered(boolean has, Instant at) {
        gone = !has;
        confirmedAt = at;
        failedAt = Instant.MIN;
        end(Outcome.ANSWERED);
    }

    /** The storage did not answer. */
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
