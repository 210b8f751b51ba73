package io.github.keycloakapppasswords.validation;

import java.util.EnumSet;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Forgets unknown names of a realm as soon as its users are made or renamed on this node. Listens in every realm,
 * without being switched on there.
 */
public final class UnknownNameInvalidationFactory implements EventListenerProviderFactory {

    private static final Set<EventType> NAMING = EnumSet.of(
            EventType.REGISTER,
            EventType.UPDATE_PROFILE,
            EventType.UPDATE_EMAIL,
            EventType.VERIFY_EMAIL,
            EventType.IDENTITY_PROVIDER_FIRST_LOGIN);

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Listener(session);
    }

    @Override
    public boolean isGlobal() {
        return true;
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
        return "app-password-new-names";
    }

    private record Listener(KeycloakSession session) implements EventListenerProvider {

        @Override
        public void onEvent(Event event) {
            if (NAMING.contains(event.getType())) {
                forgetWhenCommitted(event.getRealmId());
            }
        }

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            boolean users =
                    event.getResourceType() == ResourceType.USER || event.getResourceType() == ResourceType.REALM;
            if (users && event.getOperationType() != OperationType.DELETE) {
                forgetWhenCommitted(event.getRealmId());
            }
        }

        /** Before the commit another request could still miss the new user, and remember that. */
        private void forgetWhenCommitted(String realmId) {
            session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
                @Override
                protected void commitImpl() {
                    if (session.getKeycloakSessionFactory().getProviderFactory(ValidationProvider.class)
                            instanceof DefaultValidationProviderFactory names) {
                        names.forgetUnknownNames(realmId);
                    }
                }

                @Override
                protected void rollbackImpl() {
                    // Nothing has changed.
                }
            });
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
