package io.github.keycloakapppasswords.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a user's storage said of her last. It lives on the entry of Keycloak's user cache, so that it goes with what it
 * confirms. Safe for use by several threads.
 */
final class Confirmation {

    /** After a check that failed the next one waits so long: an outage costs no question more than that. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final AtomicBoolean checking = new AtomicBoolean();
    private final AtomicBoolean asked = new AtomicBoolean();
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

    /** Whether the caller is the one to ask the storage; {@link #answered} or {@link #failed} follows. */
    boolean begin(Instant now) {
        return !failedAt.plus(AGAIN).isAfter(now) && checking.compareAndSet(false, true);
    }

    /** The storage said whether it still has the user, to a question of that time. */
    void answered(boolean has, Instant at) {
        gone = !has;
        confirmedAt = at;
        failedAt = Instant.MIN;
        checking.set(false);
    }

    /** The storage said nothing. */
    void failed(Instant at) {
        failedAt = at;
        checking.set(false);
    }
}
