package io.github.keycloakapppasswords.validation;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.compatibility.ServedKeycloak;
import io.github.keycloakapppasswords.lifecycle.DatabaseClock;
import io.github.keycloakapppasswords.lifecycle.ForwardClock;
import io.github.keycloakapppasswords.lifecycle.ServerParts;
import io.github.keycloakapppasswords.node.NodeFollower;
import io.github.keycloakapppasswords.node.NodeStatus;
import io.github.keycloakapppasswords.term.WholeNumber;
import io.github.keycloakapppasswords.transaction.DatabaseBulkheads;
import io.github.keycloakapppasswords.username.UnknownNames;
import io.github.keycloakapppasswords.userstorage.FreshUsers;
import io.github.keycloakapppasswords.userstorage.StorageOptions;
import io.github.keycloakapppasswords.watch.WatchBegun;
import io.github.keycloakapppasswords.watch.WatchMarks;
import io.github.keycloakapppasswords.watch.WatchOver;
import io.github.keycloakapppasswords.watch.WatchReader;
import io.github.keycloakapppasswords.watch.WatchedOwners;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.common.Version;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Holds the server's one {@link Validation}, memory of unknown names, check of storage users and follower of the database. The
 * options are those of {@link StorageOptions}, {@value #DATABASE_OUTAGE}, {@value #DATABASE_QUESTIONS} and {@value #DATABASE_CALLS}.
 */
public final class DefaultValidationProviderFactory implements ValidationProviderFactory {

    static final String ID = "default";

    private static final String OPTION_PREFIX = "spi-app-password-validation--" + ID + "--";

    /** How long this node answers without reading the changes in the database; in seconds. */
    static final String DATABASE_OUTAGE = "database-outage-seconds";

    /** How many questions ask the database at the same time on this node. */
    static final String DATABASE_QUESTIONS = "database-questions-at-once";

    /** How many calls of each other kind query the database at the same time on this node. */
    static final String DATABASE_CALLS = "database-calls-at-once";

    private static final int DATABASE_QUESTIONS_BY_DEFAULT = 16;
    private static final int DATABASE_CALLS_BY_DEFAULT = 4;
    private static final int MOST_AT_ONCE = 1000;

    private static final int DATABASE_OUTAGE_BY_DEFAULT = 300;
    private static final int LEAST_DATABASE_OUTAGE = 10;
    private static final int MOST_DATABASE_OUTAGE = 86_400;

    private final DatabaseClock clock = new DatabaseClock(new ForwardClock(Clock.systemUTC(), System::nanoTime));
    private StorageOptions options = StorageOptions.DEFAULT;
    private UnknownNames unknownNames = new UnknownNames(Ticker.systemTicker(), options.outage());
    private UserFinder finder = new UserFinder(unknownNames);
    private NodeStatus status = status(DATABASE_OUTAGE_BY_DEFAULT);
    private final WatchedOwners watched = new WatchedOwners(clock);
    private Validation validation = Validation.standard(finder, clock, status, watched);
    private DatabaseBulkheads bulkheads =
            DatabaseBulkheads.of(DATABASE_QUESTIONS_BY_DEFAULT, DATABASE_CALLS_BY_DEFAULT);
    private @Nullable FreshUsers users;
    private @Nullable NodeFollower follower;
    private @Nullable WatchReader watches;
    private @Nullable WatchMarks marks;

    @Override
    public ValidationProvider create(KeycloakSession session) {
        return new KeycloakValidationProvider(session, validation, finder, users(), status, bulkheads);
    }

    /** Users of the realm were made or changed: unknown names may exist now. */
    void forgetUnknownNames(String realmId) {
        unknownNames.forget(realmId);
    }

    /** @throws IllegalArgumentException with a finished sentence for a bad value: the server does not start */
    @Override
    public void init(Config.Scope config) {
        ServedKeycloak.refuseOlder(Version.VERSION);
        options =
                StorageOptions.read(config.get(StorageOptions.CHECK), config.get(StorageOptions.OUTAGE), OPTION_PREFIX);
        unknownNames = new UnknownNames(Ticker.systemTicker(), options.outage());
        finder = new UserFinder(unknownNames);
        status = status(WholeNumber.seconds(
                config.get(DATABASE_OUTAGE),
                OPTION_PREFIX + DATABASE_OUTAGE,
                DATABASE_OUTAGE_BY_DEFAULT,
                LEAST_DATABASE_OUTAGE,
                MOST_DATABASE_OUTAGE));
        validation = Validation.standard(finder, clock, status, watched);
        bulkheads = DatabaseBulkheads.of(
                atOnce(config, DATABASE_QUESTIONS, DATABASE_QUESTIONS_BY_DEFAULT),
                atOnce(config, DATABASE_CALLS, DATABASE_CALLS_BY_DEFAULT));
    }

    private static int atOnce(Config.Scope config, String option, int byDefault) {
        return WholeNumber.option(
                config.get(option), OPTION_PREFIX + option, "whole number", byDefault, 1, MOST_AT_ONCE);
    }

    private NodeStatus status(int outageSeconds) {
        return new NodeStatus(Duration.ofSeconds(outageSeconds), System::nanoTime, clock);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        FreshUsers fresh = new FreshUsers(factory, options, clock);
        users = fresh;
        WatchMarks marking = new WatchMarks(factory, fresh, Metrics.globalRegistry);
        marks = marking;
        WatchReader reader = new WatchReader(factory, watched, clock, Metrics.globalRegistry);
        watches = reader;
        NodeFollower started = new NodeFollower(
                factory, status, clock, new WatchingUsers(reader, marking), System::nanoTime, Metrics.globalRegistry);
        follower = started;
        bulkheads.export(Metrics.globalRegistry);
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                users().start();
                started.start();
                reader.start();
            } else if (event instanceof WatchBegun owner) {
                marking.begun(owner);
            } else if (event instanceof WatchOver owner) {
                marking.over(owner);
            }
        });
    }

    /** Tells of the many users of a reading only those who may watch. */
    private record WatchingUsers(WatchReader reader, WatchMarks marks) implements NodeFollower.UserListener {

        @Override
        public void made(String realmId, String userId) {
            reader.made(realmId, userId);
        }

        @Override
        public void ended(String realmId, String userId) {
            reader.ended(realmId, userId);
        }

        @Override
        public void disabled(String realmId, String userId) {
            if (reader.mayWatch(realmId, userId)) {
                marks.over(new WatchOver(realmId, userId));
            }
        }
    }

    private FreshUsers users() {
        return Objects.requireNonNull(users, "the server has not started yet");
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(StorageOptions.CHECK)
                .type(ProviderConfigProperty.STRING_TYPE)
                .helpText("Seconds for which the state of a directory's user is valid before the directory is"
                        + " queried again, 1 to 290.")
                .defaultValue(String.valueOf(StorageOptions.DEFAULT.check().toSeconds()))
                .add()
                .property()
                .name(StorageOptions.OUTAGE)
                .type(ProviderConfigProperty.STRING_TYPE)
                .helpText("Seconds for which the state of a directory's user is valid while the directory does"
                        + " not answer, from "
                        + StorageOptions.CHECK + " to 604800.")
                .defaultValue(String.valueOf(StorageOptions.DEFAULT.outage().toSeconds()))
                .add()
                .property()
                .name(DATABASE_OUTAGE)
                .type(ProviderConfigProperty.STRING_TYPE)
                .helpText("Seconds for which this node accepts the app passwords in its memory while the node"
                        + " cannot read changes from the database, " + LEAST_DATABASE_OUTAGE + " to "
                        + MOST_DATABASE_OUTAGE + ".")
                .defaultValue(String.valueOf(DATABASE_OUTAGE_BY_DEFAULT))
                .add()
                .property()
                .name(DATABASE_QUESTIONS)
                .type(ProviderConfigProperty.STRING_TYPE)
                .helpText("Largest number of requests about users outside of Keycloak's cache that query the"
                        + " database at the same time, 1 to "
                        + MOST_AT_ONCE + ". A third of http-pool-max-threads at most.")
                .defaultValue(String.valueOf(DATABASE_QUESTIONS_BY_DEFAULT))
                .add()
                .property()
                .name(DATABASE_CALLS)
                .type(ProviderConfigProperty.STRING_TYPE)
                .helpText("Largest number of calls by admins that query the database at the same time, 1 to "
                        + MOST_AT_ONCE + ". The same for calls by owners, and for readers of the feed of changes.")
                .defaultValue(String.valueOf(DATABASE_CALLS_BY_DEFAULT))
                .add()
                .build();
    }

    /** Keycloak closes these parts later, so that the last question is answered and the last change is read. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return ServerParts.DATABASE_AND_CACHES;
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.close();
        }
        if (watches != null) {
            watches.close();
        }
        if (marks != null) {
            marks.close();
        }
        if (users != null) {
            users.close();
        }
    }

    @Override
    public String getId() {
        return ID;
    }
}
