package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.credential.AppPasswordOwners;
import io.github.keycloakapppasswords.credential.PendingWork;
import io.github.keycloakapppasswords.credential.PendingWorks;
import java.time.Clock;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Notices app passwords that Keycloak's own consoles and interfaces remove, past this extension. Listens in every realm,
 * without being switched on there.
 *
 * <p>The end is noted after the removal was committed, as {@link PendingWork}: a request that fails ends nothing, and
 * a note that fails fails no request. What is removed without an event is found by the sweep, or when a device sends it.
 */
public final class RemovalListenerFactory implements EventListenerProviderFactory {

    private final Clock clock = Clock.systemUTC();

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Listener(session, clock);
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public void init(Config.Scope config) {
        // nothing to configure
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // nothing to prepare
    }

    @Override
    public void close() {
        // holds nothing
    }

    @Override
    public String getId() {
        return "app-password-removals";
    }

    private record Listener(KeycloakSession session, Clock clock) implements EventListenerProvider {

        @Override
        public void onEvent(Event event) {
            if (event.getType() == EventType.REMOVE_CREDENTIAL) {
                Removal.of(event).ifPresent(removal -> note(event.getRealmId(), removal));
            }
        }

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            if (event.getResourceType() == ResourceType.USER) {
                Removal.of(event).ifPresent(removal -> note(event.getRealmId(), removal));
            }
        }

        private void note(String realmId, Removal removal) {
            if (new AppPasswordOwners(session).isOwner(removal.userId())) {
                new PendingWorks(session)
                        .note(PendingWork.credentialRemoved(
                                realmId, removal.userId(), removal.credentialId(), removal.label(), clock.instant()));
            }
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
