package io.github.keycloakapppasswords.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What logs in with one name and one app password again and again, and never twice at the same time. Safe for threads. */
final class Device {
    private final Kind kind;
    private final String username;
    private final String secret;
    private final Truth truth;
    private final AtomicReference<@Nullable Instant> failingSince = new AtomicReference<>();
    private volatile Duration interval;
    private volatile Instant next = Instant.MIN;
    private volatile boolean waiting;
    private volatile Instant acceptedAt = Instant.MIN;
    private volatile Instant refusedAt = Instant.MIN;

    /** @param interval between an answer and the next question */
    Device(Kind kind, String username, String secret, Truth truth, Duration interval) {
        this.kind = kind;
        this.username = username;
        this.secret = secret;
        this.truth = truth;
        this.interval = interval;
    }

    Kind kind() {
        return kind;
    }

    String username() {
        return username;
    }

    String secret() {
        return secret;
    }

    Truth truth() {
        return truth;
    }

    /** From now on it asks this often. */
    void every(Duration other) {
        interval = other;
    }

    /** Whether its next question is due; it is then taken as asked. */
    boolean asks(Instant now) {
        boolean due = !waiting && !now.isBefore(next);
        waiting = waiting || due;
        return due;
    }

    /** When a question that was accepted was asked, at last. */
    Instant acceptedAt() {
        return acceptedAt;
    }

    /** When a question that was refused was asked, at last. */
    Instant refusedAt() {
        return refusedAt;
    }

    /**
     * Takes an answer.
     *
     * @return how long the mailbox was out of reach, if this answer ends that; zero otherwise
     */
    Duration hear(Answer answer) {
        Duration outage = Duration.ZERO;
        if (answer.status() == Answer.ACCEPTED) {
            acceptedAt = answer.asked();
            Instant since = failingSince.getAndSet(null);
            outage = since == null ? Duration.ZERO : Duration.between(since, answer.answered());
        } else {
            failingSince.compareAndSet(null, answer.asked());
            refusedAt = answer.status() == Answer.REFUSED ? answer.asked() : refusedAt;
        }
        next = answer.answered().plus(interval);
        waiting = false;
        return outage;
    }
}
