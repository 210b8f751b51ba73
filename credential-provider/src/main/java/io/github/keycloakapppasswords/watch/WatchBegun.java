package io.github.keycloakapppasswords.watch;

import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEvent;

/**
 * An owner has the page of a new app password before them. {@link WatchMarks} hears of it in the thread that answers the browser.
 *
 * @param realmId the realm's internal id
 * @param userId the owner's internal id
 */
public record WatchBegun(String realmId, String userId) implements ProviderEvent {

    private static final Logger LOG = Logger.getLogger(WatchBegun.class);

    /** Is published when the transaction of the page has ended. */
    void publishAfterCompletion(KeycloakSession session) {
        session.getTransactionManager().enlistAfterCompletion(new Publication(session.getKeycloakSessionFactory()));
    }

    private final class Publication extends AbstractKeycloakTransaction {

        private final KeycloakSessionFactory factory;

        Publication(KeycloakSessionFactory factory) {
            this.factory = factory;
        }

        @Override
        protected void commitImpl() {
            try {
                factory.publish(WatchBegun.this);
            } catch (RuntimeException | LinkageError e) {
                // the app password has been made, and its page must come
                LOG.warnf(
                        "Other nodes do not hear that the owner of a new app password waits for its first sign-in: %s",
                        e.getClass().getName());
                LOG.debug("The failure of the watch", e);
            }
        }

        @Override
        protected void rollbackImpl() {
            // the page was not shown
        }
    }
}
