package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.AppPasswordEnds;
import io.github.keycloakapppasswords.credential.ImportedUsers;
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
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Notices app passwords that Keycloak's own consoles and interfaces remove, past this extension. Listens in every realm,
 * without being switched on there.
 *
 * <p>The end is noted after the removal was committed, in a transaction of its own: a request that fails ends nothing, and
 * a note that fails fails no request. What is missed so is found by the sweep, or when a device sends it.
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

        /** What the event does not say (Keycloak 26.6) the database still has, since the removal is not committed. */
        private Removal withLabel(String realmId, Removal removal) {
            String credentialId = removal.credentialId();
            if (credentialId == null || removal.label() != null) {
                return removal;
            }
            try {
                return removal.withLabel(new RealmWork(session.getKeycloakSessionFactory(), realmId)
                        .call((own, realm) -> label(own, realm, removal.userId(), credentialId))
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
            KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
            session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
                @Override
                protected void commitImpl() {
                    write(factory, realmId, removal);
                }

                @Override
                protected void rollbackImpl() {
                    // nothing was removed
                }
            });
        }

        private void write(KeycloakSessionFactory factory, String realmId, Removal removal) {
            try {
                KeycloakModelUtils.runJobInTransaction(factory, own -> write(own, realmId, removal));
            } catch (RuntimeException e) {
                LOG.warnf(
                        "The end of an app password of user %s could not be noted, the sweep will: %s",
                        removal.userId(), e.getClass().getName());
                LOG.debug("The failure to note it", e);
            }
        }

        private void write(KeycloakSession own, String realmId, Removal removal) {
            RealmModel realm = own.realms().getRealm(realmId);
            own.getContext().setRealm(realm);
            UserModel user = realm == null ? null : new ImportedUsers(own, realm).owner(removal.userId());
            if (realm != null && user != null) {
                new AppPasswordEnds(own, clock).catchUp(realm, user, removal.credentialId(), removal.label());
            }
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
