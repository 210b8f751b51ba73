package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.notice.Notice;
import io.github.keycloakapppasswords.notice.Notices;
import io.github.keycloakapppasswords.row.AppPasswordEnd;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.store.AppPasswordCredentials;
import io.github.keycloakapppasswords.store.AppPasswordEnded;
import io.github.keycloakapppasswords.suspension.ProviderLinks;
import io.github.keycloakapppasswords.suspension.SecondFactorChanged;
import io.github.keycloakapppasswords.work.PendingWorkDue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;
import org.keycloak.provider.ProviderEvent;

/**
 * Runs the life cycle of app passwords: listens in every realm without being switched on there, and starts the jobs that
 * come round at an interval, and the mails to owners.
 *
 * <p>The interval at which app passwords end is the option {@code spi-events-listener--app-password-life-cycle--interval-seconds}.
 */
public final class LifeCycleListenerFactory implements EventListenerProviderFactory {

    static final String ID = "app-password-life-cycle";
    static final String INTERVAL = "interval-seconds";

    private static final Duration SWEEP_INTERVAL = Duration.ofHours(1);
    private static final Duration PENDING_WORK_INTERVAL = Duration.ofMinutes(1);

    private final Clock clock = new DatabaseClock(new ForwardClock(Clock.systemUTC(), System::nanoTime)).earlier();
    private Duration interval = JobInterval.DEFAULT;
    private @Nullable JobRunner jobs;
    private @Nullable JobRunner sweep;
    private @Nullable JobRunner pendingWork;
    private @Nullable Notices notices;

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new LifeCycleListener(session, clock);
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    /** @throws IllegalArgumentException with a finished sentence for a bad value: the server does not start */
    @Override
    public void init(Config.Scope config) {
        interval = JobInterval.read(config.get(INTERVAL));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        JobRunner runner = new JobRunner(factory, "jobs");
        jobs = runner;
        // of its own, so that the metrics show which of the two fails
        JobRunner sweeper = new JobRunner(factory, "sweep");
        sweep = sweeper;
        // does not wait for the others
        JobRunner pending = new JobRunner(factory, "pending-work");
        pendingWork = pending;
        Notices mails = new Notices(factory, clock);
        notices = mails;
        factory.register(event -> listen(event, runner, sweeper, mails));
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                pending.start(new PendingWorkJob(clock, pending::isStopping), PENDING_WORK_INTERVAL);
            } else if (event instanceof PendingWorkDue due) {
                new OwnerWork(due.session(), clock).doDue(due);
            } else if (event instanceof FederatedIdentityCreatedEvent link) {
                new ProviderLinks(link.getKeycloakSession(), clock).made(link);
            } else if (event instanceof FederatedIdentityRemovedEvent link) {
                new ProviderLinks(link.getKeycloakSession(), clock).removed(link);
            }
        });
        factory.register(mails::onEvent);
    }

    private void listen(ProviderEvent event, JobRunner runner, JobRunner sweeper, Notices mails) {
        if (event instanceof PostMigrationEvent) {
            mails.start();
            runner.start(new LifeCycleJob(clock, mails, runner::isStopping), interval);
            sweeper.start(new TombstoneSweep(clock, sweeper::isStopping), SWEEP_INTERVAL);
        } else if (event instanceof MainPasswordSet set) {
            mails.passwordSet(set.session(), set.realm(), set.user(), revoked(set));
        } else if (event instanceof SecondFactorChanged changed) {
            mails.secondFactor(changed.session(), changed.realm(), changed.user(), changed.notice());
        } else if (event instanceof AppPasswordEnded ended) {
            AppPasswordEnd end = Objects.requireNonNull(ended.ended().end(), "it has ended");
            new OpenedSessions(ended.session())
                    .endOf(ended.realm(), ended.user(), ended.ended().id(), end.at());
        }
    }

    private static List<Notice.Item> revoked(MainPasswordSet set) {
        if (set.revoked().isEmpty()) {
            return List.of();
        }
        Map<String, AppPasswordHistory> known = new AppPasswordCredentials(set.session())
                .historyOf(set.realm(), set.user()).stream()
                        .collect(Collectors.toMap(AppPasswordHistory::id, Function.identity()));
        return set.revoked().stream()
                .map(one ->
                        known.containsKey(one.getId()) ? Notice.Item.of(known.get(one.getId())) : Notice.Item.of(one))
                .toList();
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(INTERVAL)
                .type(ProviderConfigProperty.STRING_TYPE)
                .helpText("Seconds between two rounds that end the app passwords whose time is over, 1 to 86400.")
                .defaultValue(String.valueOf(JobInterval.DEFAULT.toSeconds()))
                .add()
                .build();
    }

    /** So that they are still there while the last piece of work is done. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return ServerParts.DATABASE_AND_CACHES;
    }

    @Override
    public void close() {
        if (jobs != null) {
            jobs.close();
        }
        if (sweep != null) {
            sweep.close();
        }
        if (pendingWork != null) {
            pendingWork.close();
        }
        if (notices != null) {
            notices.close();
        }
    }

    @Override
    public String getId() {
        return ID;
    }
}
