package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.row.AppPasswordOwners;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import io.github.keycloakapppasswords.work.PendingWork;
import io.github.keycloakapppasswords.work.PendingWorks;
import io.github.keycloakapppasswords.work.RealmWork;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/**
 * Detects app passwords that Keycloak's own consoles and interfaces remove, past this extension. Listens in every realm,
 * without being enabled there.
 *
 * <p>The end is recorded after the removal was committed, as {@link PendingWork}: a failing request ends nothing, and a failing
 * note fails no request. The sweep, or a device's next try, finds removals without an event.
 */
public final class RemovalListenerFactory implements EventListenerProviderFactory {
    private static final Logger LOG = Logger.getLogger(RemovalListenerFactory.class);

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
                Removal.of(event)
                        .map(removal -> withLabel(event.getRealmId(), removal))
                        .ifPresent(removal -> note(event.getRealmId(), removal));
            }
        }

        /**
         * If the event lacks the value (Keycloak 26.6), the database still has the value, since the removal is not
         * committed.
         */
        private Removal withLabel(String realmId, Removal removal) {
            String credentialId = removal.credentialId();
            if (credentialId == null || removal.label() != null) {
                return removal;
            }
            try {
                return removal.withLabel(new RealmWork(session.getKeycloakSessionFactory(), realmId)
                        .call(
                                "the label of a removed credential",
                                (own, realm) -> label(own, realm, removal.userId(), credentialId))
                        .flatMap(label -> label)
                        .orElse(null));
            } catch (RuntimeException e) {
                LOG.debugf(e, "The label of the credential %s is not known", credentialId);
                return removal;
            }
        }

        private static Optional<String> label(
                KeycloakSession own, RealmModel realm, String userId, String credentialId) {
            return Optional.ofNullable(new ImportedUsers(own, realm).owner(userId))
                    .map(user -> user.credentialManager().getStoredCredentialById(credentialId))
                    .filter(stored -> AppPasswordCredentialModel.TYPE.equals(stored.getType()))
                    .map(CredentialModel::getUserLabel);
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
