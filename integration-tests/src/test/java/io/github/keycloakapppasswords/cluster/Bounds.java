package io.github.keycloakapppasswords.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How long after a change a node may still answer as before it: each bound with the page that promises it, and the faults to which it
 * applies. Safe for threads.
 */
final class Bounds {
    /** {@code docs/operations.md}, "In a cluster": every change counts within this time at every node that reaches the database. */
    static final Duration CHANGE = Duration.ofSeconds(3);

    /** The same page: every ten seconds a node compares its clock with the database's. One second more until it has the fault, and one for the statement. */
    static final Duration CLOCK_CHECK = Duration.ofSeconds(12);

    /** What the judge allows between its own clock and the node's, on one machine: expiry counts in whole milliseconds. */
    static final Duration SAME_CLOCK = Duration.ofMillis(500);

    /** The same page: for so long a node that cannot read the database answers from memory. */
    private final Duration outage;

    private final List<Blindness> blindnesses = new CopyOnWriteArrayList<>();
    private final List<Span> clockSteps = new CopyOnWriteArrayList<>();

    /** @param outage the option {@code database-outage-seconds} of the nodes */
    Bounds(Duration outage) {
        this.outage = outage;
    }

    /** A time in which a node does not reach the database. */
    static final class Blindness {
        private final Instant from = Instant.now();
        private final boolean answers;
        private volatile Instant healing = Instant.MAX;
        private volatile Instant to = Instant.MAX;

        private Blindness(boolean answers) {
            this.answers = answers;
        }

        /** Does what ends it. */
        void end(Runnable heal) {
            healing = Instant.now();
            heal.run();
            to = Instant.now();
        }
    }

    /**
     * From now on a node does not reach the database.
     *
     * @param answers whether it answers gateways all the same; a node that hangs does not
     */
    Blindness blind(boolean answers) {
        Blindness blindness = new Blindness(answers);
        blindnesses.add(blindness);
        return blindness;
    }

    /** The clock of a node is set now. */
    void clockStep() {
        Instant now = Instant.now();
        clockSteps.add(new Span(now, now.plus(CLOCK_CHECK)));
    }

    /** When an app password whose date is near may count or not: until the nodes have compared their clocks. */
    List<Span> clockSteps() {
        return List.copyOf(clockSteps);
    }

    /**
     * When the state before a change is right as well as the state after it.
     *
     * @param sent when the change was asked for
     * @param done when it was acknowledged, {@link Instant#MAX} if it is not yet
     */
    List<Span> open(Instant sent, Instant done) {
        List<Span> open = new ArrayList<>();
        open.add(new Span(sent, later(done, CHANGE)));
        for (Blindness blindness : blindnesses) {
            Instant to = blindness.to;
            boolean missed = later(done, CHANGE).isAfter(blindness.from) && sent.isBefore(to);
            if (missed && blindness.answers) {
                Instant end = earlier(later(to, CHANGE), later(blindness.from, outage.plus(CHANGE)));
                open.add(new Span(sent, end));
            } else if (missed) {
                open.add(new Span(blindness.healing, later(to, CHANGE)));
            }
        }
        return open;
    }

    private static Instant later(Instant from, Duration by) {
        return from.equals(Instant.MAX) ? from : from.plus(by);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
