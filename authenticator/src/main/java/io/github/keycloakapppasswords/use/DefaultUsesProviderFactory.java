package io.github.keycloakapppasswords.use;

import io.github.keycloakapppasswords.lifecycle.ForwardClock;
import io.github.keycloakapppasswords.lifecycle.ServerParts;
import io.github.keycloakapppasswords.worker.BackgroundWorker;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Holds the waiting uses and the worker that writes them; writes the rest when the server stops. One option,
 * {@code --spi-app-password-uses--default--interval-seconds}: see {@link WriteInterval}.
 */
public final class DefaultUsesProviderFactory implements UsesProviderFactory {

    private static final Logger LOG = Logger.getLogger(DefaultUsesProviderFactory.class);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** App passwords whose last use waits; some 300 bytes each. */
    private static final int MOST_WAITING = 100_000;

    private final Clock clock = new ForwardClock(Clock.systemUTC(), System::nanoTime);
    private final WaitingUses waiting = new WaitingUses(MOST_WAITING);
    private final UseMeters meters = new UseMeters(Metrics.globalRegistry, waiting);
    private Duration interval = WriteInterval.DEFAULT;
    private @Nullable BackgroundWorker worker;
    private @Nullable UseFlush flush;

    @Override
    public UsesProvider create(KeycloakSession session) {
        return (realmId, clientId, attempt, decision) -> NotedUse.of(
                        realmId, clientId, attempt, decision, clock.instant())
                .filter(use -> !waiting.add(use))
                .ifPresent(unheld -> meters.dropped(1));
    }

    /** @throws IllegalArgumentException if the interval is invalid; the server does not start then */
    @Override
    public void init(Config.Scope config) {
        interval = WriteInterval.read(config.get(WriteInterval.OPTION));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        UseFlush made = new UseFlush(waiting, new UseStore(factory, clock), meters);
        BackgroundWorker started = new BackgroundWorker(
                "uses",
                "The last uses of app passwords could not be written, and wait for the next attempt.",
                Metrics.globalRegistry);
        started.every(interval, made);
        flush = made;
        worker = started;
    }

    /** So that they are still there when {@link #close()} writes. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return ServerParts.DATABASE_AND_CACHES;
    }

    /** Writes once more, for a few seconds at most. */
    @Override
    public void close() {
        if (worker != null && flush != null && !worker.close(CLOSING, flush)) {
            LOG.warn("The last uses of app passwords could not all be written before the server stopped.");
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(WriteInterval.OPTION)
                .type(ProviderConfigProperty.INTEGER_TYPE)
                .helpText("Seconds between two writes of the last uses of app passwords, 1 to 300.")
                .defaultValue((int) WriteInterval.DEFAULT.toSeconds())
                .add()
                .build();
    }

    @Override
    public String getId() {
        return "default";
    }
}
