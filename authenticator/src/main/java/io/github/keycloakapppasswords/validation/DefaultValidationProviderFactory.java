package io.github.keycloakapppasswords.validation;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.lifecycle.ForwardClock;
import java.time.Clock;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** One {@link Validation} and one memory of unknown names for the whole server. */
public final class DefaultValidationProviderFactory implements ValidationProviderFactory {

    static final String ID = "default";

    private final UnknownNames unknownNames = new UnknownNames(Ticker.systemTicker());
    private final UserFinder finder = new UserFinder(unknownNames);
    private final Validation validation =
            Validation.standard(finder, new ForwardClock(Clock.systemUTC(), System::nanoTime));

    @Override
    public ValidationProvider create(KeycloakSession session) {
        return new KeycloakValidationProvider(session, validation, finder);
    }

    /** Users of the realm were made or changed: names that were unknown may be known now. */
    void forgetUnknownNames(String realmId) {
        unknownNames.forget(realmId);
    }

    @Override
    public void init(Config.Scope config) {
        // Nothing is configured here.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing to prepare.
    }

    @Override
    public void close() {
        // Nothing to close.
    }

    @Override
    public String getId() {
        return ID;
    }
}
