package io.github.keycloakapppasswords.validation;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.lifecycle.ForwardClock;
import io.github.keycloakapppasswords.storage.FreshUsers;
import io.github.keycloakapppasswords.storage.StorageOptions;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * One {@link Validation}, one memory of unknown names and one watch over the users of storages for the whole server. Its
 * options are those of {@link StorageOptions}.
 */
public final class DefaultValidationProviderFactory implements ValidationProviderFactory {

    static final String ID = "default";

    private static final String OPTION_PREFIX = "spi-app-password-validation--" + ID + "--";

    private final Clock clock = new ForwardClock(Clock.systemUTC(), System::nanoTime);
    private StorageOptions options = StorageOptions.DEFAULT;
    private UnknownNames unknownNames = new UnknownNames(Ticker.systemTicker(), options.outage());
    private UserFinder finder = new UserFinder(unknownNames);
    private Validation validation = Validation.standard(finder, clock);
    private @Nullable FreshUsers users;

    @Override
    public ValidationProvider create(KeycloakSession session) {
        return new KeycloakValidationProvider(session, validation, finder, users());
    }

    /** Users of the realm were made or changed: names that were unknown may be known now. */
    void forgetUnknownNames(String realmId) {
        unknownNames.forget(realmId);
    }

    /** @throws IllegalArgumentException with a finished sentence for a bad value: the server does not start */
    @Override
    public void init(Config.Scope config) {
        options =
                StorageOptions.read(config.get(StorageOptions.CHECK), config.get(StorageOptions.OUTAGE), OPTION_PREFIX);
        unknownNames = new UnknownNames(Ticker.systemTicker(), options.outage());
        finder = new UserFinder(unknownNames);
        validation = Validation.standard(finder, clock);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        users = new FreshUsers(factory, options, clock);
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                users().start();
            }
        });
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
                .helpText("Seconds for which a user of a directory counts before it is asked again, 1 to 290.")
                .defaultValue(String.valueOf(StorageOptions.DEFAULT.check().toSeconds()))
                .add()
                .property()
                .name(StorageOptions.OUTAGE)
                .type(ProviderConfigProperty.STRING_TYPE)
                .helpText("Seconds for which a user of a directory counts while it is away, from "
                        + StorageOptions.CHECK + " to 604800.")
                .defaultValue(String.valueOf(StorageOptions.DEFAULT.outage().toSeconds()))
                .add()
                .build();
    }

    /** So that the database is still there while the last question is answered. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class);
    }

    @Override
    public void close() {
        if (users != null) {
            users.close();
        }
    }

    @Override
    public String getId() {
        return ID;
    }
}
