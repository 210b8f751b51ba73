package io.github.keycloakapppasswords.reporting;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.lifecycle.DatabaseClock;
import io.github.keycloakapppasswords.lifecycle.ForwardClock;
import io.github.keycloakapppasswords.lifecycle.ServerParts;
import io.github.keycloakapppasswords.use.UsesProvider;
import io.github.keycloakapppasswords.worker.BackgroundWorker;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;

/**
 * Holds the server's report queue and its thread, and the workers that note users who have not moved and pass news to watching
 * owners; writes the waiting reports and notes when the server stops.
 */
public final class EventReportingProviderFactory implements ReportingProviderFactory {

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Meters meters = new Meters(Metrics.globalRegistry);
    private final BackgroundWorker worker = new BackgroundWorker(
            "watch", "Owners who are setting up a device do not see its first sign-in.", Metrics.globalRegistry);
    private final BackgroundWorker unmovedWorker = new BackgroundWorker(
            "not-moved", "Users who sent something else than an app password are not listed.", Metrics.globalRegistry);
    private @Nullable WantedEvents wanted;
    private @Nullable ReportQueue queue;
    private @Nullable UnmovedAttempts unmoved;
    private @Nullable WatchedAttempts watched;

    @Override
    public ReportingProvider create(KeycloakSession session) {
        return new EventReportingProvider(
                Objects.requireNonNull(queue, "the server has not started yet"),
                meters,
                session.getProvider(UsesProvider.class),
                Objects.requireNonNull(watched, "the server has not started yet"),
                Objects.requireNonNull(unmoved, "the server has not started yet"),
                Objects.requireNonNull(wanted, "the server has not started yet"));
    }

    @Override
    public void init(Config.Scope config) {
        // Nothing is configured here.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        WantedEvents events = WantedEvents.of(factory);
        wanted = events;
        ReportQueue started = new ReportQueue(
                new EventWriter(factory, events, Clock.systemUTC()), Ticker.systemTicker(), Clock.systemUTC());
        meters.watch(started);
        started.start();
        queue = started;
        UnmovedAttempts sent = new UnmovedAttempts(
                new UnmovedUserStore(factory, events), started, Ticker.systemTicker(), Clock.systemUTC());
        meters.watch(sent);
        unmovedWorker.everyIfAny(UnmovedAttempts.INTERVAL, sent::write);
        unmovedWorker.every(UnmovedAttempts.TELL, sent::tellDropped);
        unmoved = sent;
        DatabaseClock clock = new DatabaseClock(new ForwardClock(Clock.systemUTC(), System::nanoTime));
        WatchedAttempts attempts =
                new WatchedAttempts(new WatchedAttemptWriter(factory, clock), Ticker.systemTicker(), clock);
        worker.everyIfAny(WatchedAttempts.SLICE, attempts::write);
        watched = attempts;
    }

    /** Keycloak closes these parts later, so that {@link #close()} can write. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return ServerParts.DATABASE_AND_CACHES;
    }

    @Override
    public void close() {
        // the events before news for owners: they are kept, and hanging caches would take their time to be written
        if (unmoved != null) {
            boolean ignored = unmovedWorker.close(CLOSING, unmoved::writeAll);
        }
        if (queue != null) {
            queue.close();
        }
        worker.close();
    }

    @Override
    public String getId() {
        return "default";
    }
}
