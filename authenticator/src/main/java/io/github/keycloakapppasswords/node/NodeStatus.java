package io.github.keycloakapppasswords.node;

import io.github.keycloakapppasswords.lifecycle.DatabaseClock;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The state of this node: the time of its last reading of changes, the nodes of its database that it does not hear, and the
 * difference of its clock. Safe for threads; reading it runs no SQL.
 *
 * <p><b>Security.</b> A node that cannot read revocations accepts remembered app passwords for a limited time only.
 */
public final class NodeStatus {

    /** A larger difference of the clocks is reported. */
    static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(2);

    private final Duration limit;
    private final LongSupplier nanoTime;
    private final DatabaseClock clock;
    private volatile long readAt;
    private volatile Set<String> unheard = Set.of();
    private volatile boolean stopping;

    /**
     * @param limit for how long the node may answer from its caches without having read what changed
     * @param nanoTime counts nanoseconds evenly from any start, like {@link System#nanoTime()}
     * @param clock of this node
     */
    public NodeStatus(Duration limit, LongSupplier nanoTime, DatabaseClock clock) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.readAt = nanoTime.getAsLong();
    }

    /** Whether the node has read nothing for longer than the limit: then it cannot tell whether an app password still counts. */
    public boolean isOutOfTouch() {
        return sinceRead().compareTo(limit) > 0;
    }

    /** Whether this server is going to stop: it answers what comes, and load balancers are to send no more. */
    public boolean isStopping() {
        return stopping;
    }

    /** Whether load balancers may send requests of gateways to this node. */
    public boolean isReady() {
        return !stopping && !isOutOfTouch();
    }

    /** How long ago the last reading that succeeded began. */
    public Duration sinceRead() {
        return Duration.ofNanos(nanoTime.getAsLong() - readAt);
    }

    /** Names of nodes that run on the same database and are not in this node's cluster; empty if all are. */
    public Set<String> unheard() {
        return unheard;
    }

    /** By how much this node's clock is ahead of the database's, negative if it is behind; zero if that is not known. */
    public Duration clockAhead() {
        return clock.ahead();
    }

    /** Whether the clocks differ by more than {@link #CLOCK_DIFFERENCE}. */
    boolean isClockWrong() {
        return clockAhead().abs().compareTo(CLOCK_DIFFERENCE) > 0;
    }

    /** A reading that began then has succeeded. */
    void read(long begunAt) {
        readAt = begunAt;
    }

    /** The server is going to stop. */
    void stopping() {
        stopping = true;
    }

    void unheard(Set<String> names) {
        unheard = Set.copyOf(names);
    }
}
