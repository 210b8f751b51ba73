package io.github.keycloakapppasswords.node;

import io.github.keycloakapppasswords.lifecycle.DatabaseClock;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.worker.BackgroundWorker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Reads the changes in the database every second, in a background worker on each node: see {@link ChangeFollower}. Three
 * statements, each by an index.
 */
public final class NodeFollower implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(NodeFollower.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final long ROUNDS_TO_LOOK = 10;
    private static final double MILLIS = 1000;

    private final OwnTransaction own;
    private final NodeStatus status;
    private final LongSupplier nanoTime;
    private final ChangeFollower follower = new ChangeFollower();
    private final UserListener users;
    private final Neighbours neighbours;
    private final BackgroundWorker worker;
    private final StopSignal stop;
    private long rounds;

    /** Hears of users, by the ids of the realm and the user, of the last reading. It must not wait or fail. */
    public interface UserListener {
        /** An app password was made for the user. */
        void made(String realmId, String userId);

        /** An app password of the user was revoked or has expired. */
        void ended(String realmId, String userId);

        /** The user was disabled or deleted. */
        void disabled(String realmId, String userId);
    }

    /**
     * @param status records the result of each reading
     * @param clock this node's, which learns the database's time
     * @param nanoTime that of {@link System#nanoTime()}
     */
    public NodeFollower(
            KeycloakSessionFactory factory,
            NodeStatus status,
            DatabaseClock clock,
            UserListener users,
            LongSupplier nanoTime,
            MeterRegistry registry) {
        this.own = new OwnTransaction(factory);
        this.users = users;
        this.status = status;
        this.nanoTime = nanoTime;
        this.worker = new BackgroundWorker(
                "follower",
                "This node cannot read changes from the database, and tries again every second. The node"
                        + " accepts the app passwords in its memory for a limited time.",
                registry);
        this.stop = new StopSignal(status::stopping);
        this.neighbours = new Neighbours(status, clock, nanoTime);
        gauge(
                registry,
                "database.age",
                "Time since this node last read changes from the database",
                NodeStatus::sinceRead);
        gauge(
                registry,
                "clock.ahead",
                "Difference between the clock of this node and the clock of the database; positive: the clock"
                        + " of this node is ahead",
                NodeStatus::clockAhead);
        Gauge.builder("app_passwords.node.unheard", status, known -> known.unheard()
                        .size())
                .description("Nodes that run on the same database and are not in the cluster of this node")
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, Function<NodeStatus, Duration> value) {
        Gauge.builder(
                        "app_passwords.node." + name,
                        status,
                        known -> value.apply(known).toMillis() / MILLIS)
                .baseUnit("seconds")
                .description(description)
                .register(registry);
    }

    /** Begins to read. */
    public void start() {
        stop.listen();
        boolean ignored = worker.soon(this::run);
        worker.every(INTERVAL, this::run);
    }

    private void run() {
        long begun = nanoTime.getAsLong();
        own.run("reading changes", follower::read);
        status.read(begun);
        follower.makers().forEach(user -> users.made(user.realmId(), user.userId()));
        follower.ended().forEach(user -> users.ended(user.realmId(), user.userId()));
        follower.disabled().forEach(user -> users.disabled(user.realmId(), user.userId()));
        if (rounds++ % ROUNDS_TO_LOOK == 0) {
            look();
        }
    }

    /** A failed check is repeated ten seconds later. */
    private void look() {
        try {
            own.run("checking the other nodes", neighbours::look);
        } catch (RuntimeException | Error e) {
            LOG.debug("The other nodes could not be checked", e);
        }
    }

    /** Ends the reading that is under way, for a few seconds at most. */
    @Override
    public void close() {
        stop.close();
        worker.close();
    }
}
