package io.github.keycloakapppasswords.feed;

import io.github.keycloakapppasswords.change.Changes;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.worker.BackgroundWorker;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Maintains the feeds in a background worker: gives places to new changes, publishes the head of each feed to all nodes, and
 * deletes old changes. Changes that a dead node left without a place are found by any other node within a minute.
 */
final class FeedKeeper implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(FeedKeeper.class);

    private static final Duration KEPT = Duration.ofDays(7);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration TELL_AGAIN = Duration.ofSeconds(2);

    /** The name of the work in the log. */
    private static final String FEED = "the feed";

    private final OwnTransaction own;
    private final Clock clock;
    private final FeedPositions heads = new FeedPositions();
    private final Placements placements = new Placements(System::nanoTime);
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final BackgroundWorker worker = new BackgroundWorker(
            "feed",
            "The feed of changes of app passwords is behind. The next attempt follows within a minute.",
            Metrics.globalRegistry);

    FeedKeeper(KeycloakSessionFactory factory, Clock clock) {
        this.own = new OwnTransaction(factory);
        this.clock = clock;
    }

    /** Starts the search for changes without a place. */
    void start() {
        worker.every(SWEEP, this::sweep);
    }

    /**
     * Places the new changes of this realm in its feed, a moment later if others got their places just now. Call after the commit.
     */
    void placeSoon(String realmId) {
        if (!waiting.add(realmId)) {
            return;
        }
        boolean taken = false;
        try {
            taken = worker.after(placements.untilNext(realmId), () -> {
                waiting.remove(realmId);
                placements.begin(realmId);
                place(realmId);
            });
        } finally {
            if (!taken) {
                waiting.remove(realmId);
                LOG.debugf("The changes of realm %s get their places later", realmId);
            }
        }
    }

    /**
     * Publishes the head of the realm's feed to all nodes if the known head is older. The node that moved the feed may have
     * reached other nodes only.
     */
    void tellSoonIfBehind(String realmId) {
        if (!worker.soon(() -> own.run(FEED, session -> tellIfBehind(session, realmId)))) {
            LOG.debugf("The server stops: no node gets a message about the feed of realm %s", realmId);
        }
    }

    private void tellIfBehind(KeycloakSession session, String realmId) {
        new Changes(session)
                .state(realmId)
                .filter(state -> heads.known(session, realmId)
                        .filter(known -> known.epoch().equals(state.epoch()) && known.head() >= state.head())
                        .isEmpty())
                .ifPresent(state -> heads.tell(session, realmId, state));
    }

    private void sweep() {
        List<String> realms = own.call(FEED, session -> new Changes(session).realmsToPlace());
        realms.forEach(this::place);
        Instant before = clock.instant().minus(KEPT);
        own.call(FEED, session -> new Changes(session).realmsToForget(before))
                .forEach(realmId -> forget(realmId, before));
    }

    private void forget(String realmId, Instant before) {
        boolean more = true;
        while (more) {
            more = own.call(FEED, session -> new Changes(session).forget(realmId, before));
        }
        tell(realmId);
    }

    private void place(String realmId) {
        boolean more = begin(realmId);
        while (more) {
            more = own.call(FEED, session -> new Changes(session).place(realmId));
        }
        tell(realmId);
        // Another node may publish an earlier head a moment later.
        boolean ignored = worker.after(TELL_AGAIN, () -> tell(realmId));
    }

    /** {@code false} if the realm was removed: then nothing of the realm may remain. */
    private boolean begin(String realmId) {
        return own.call(FEED, session -> {
            boolean there = session.realms().getRealm(realmId) != null;
            if (there) {
                FeedPositions.begun(session, realmId);
            }
            return there;
        });
    }

    private void tell(String realmId) {
        own.run(
                FEED,
                session -> new Changes(session).state(realmId).ifPresent(state -> heads.tell(session, realmId, state)));
    }

    /** Finishes the running work, for a few seconds at most. */
    @Override
    public void close() {
        worker.close();
    }
}
