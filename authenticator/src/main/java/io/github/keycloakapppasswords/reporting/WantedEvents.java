package io.github.keycloakapppasswords.reporting;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderFactory;

/**
 * Decides whether an event would reach anybody: the realm's store of events, or a listener of the realm or of the server, by the
 * rules of Keycloak's {@code EventBuilder} (26.7.4). Costs no SQL.
 *
 * <p>An unknown listener wants every event. These listeners of Keycloak ({@link #LOG}, {@link #WORKFLOWS}) and of this extension are
 * known: the log wants what its level lets through, workflows want events where the realm has a workflow, and the listeners of this
 * extension want neither logins nor refusals.
 */
final class WantedEvents {

    static final String LOG = "jboss-logging";
    static final String WORKFLOWS = "workflow-event-listener";

    /** The type of the components that are a realm's workflows. */
    static final String WORKFLOW = "org.keycloak.models.workflow.WorkflowProvider";

    private static final String OURS = "app-password-";
    private static final String ERROR = "_ERROR";

    private final KeycloakSessionFactory factory;
    private final Predicate<EventType> logged;

    /** @param logged whether Keycloak's log of events writes events of this type */
    WantedEvents(KeycloakSessionFactory factory, Predicate<EventType> logged) {
        this.factory = factory;
        this.logged = logged;
    }

    /** With the levels of Keycloak's own log of events, as its options are when the server starts. */
    static WantedEvents of(KeycloakSessionFactory factory) {
        Logger log = Logger.getLogger("org.keycloak.events");
        Config.Scope options = Config.scope("eventsListener", LOG);
        Logger.Level success = level(options.get("success-level", "debug"));
        Logger.Level error = level(options.get("error-level", "warn"));
        return new WantedEvents(factory, type -> log.isEnabled(type.name().endsWith(ERROR) ? error : success));
    }

    private static Logger.Level level(String option) {
        return Logger.Level.valueOf(option.toUpperCase(Locale.ROOT));
    }

    /**
     * Whether an event of this type would be stored or heard in this realm.
     *
     * @param type a login or a refusal
     */
    boolean contains(RealmModel realm, EventType type) {
        return isStored(realm, type) || isHeard(realm, type);
    }

    private static boolean isStored(RealmModel realm, EventType type) {
        if (!realm.isEventsEnabled()) {
            return false;
        }
        Set<String> stored = realm.getEnabledEventTypesStream().collect(Collectors.toSet());
        return stored.isEmpty() ? type.isSaveByDefault() : stored.contains(type.name());
    }

    private boolean isHeard(RealmModel realm, EventType type) {
        Set<String> listeners = realm.getEventsListenersStream().collect(Collectors.toSet());
        return factory.getProviderFactoriesStream(EventListenerProvider.class)
                .filter(listener -> listeners.contains(listener.getId()) || isGlobal(listener))
                .anyMatch(listener -> wants(listener.getId(), realm, type));
    }

    private static boolean isGlobal(ProviderFactory<?> listener) {
        return listener instanceof EventListenerProviderFactory events && events.isGlobal();
    }

    private boolean wants(String listener, RealmModel realm, EventType type) {
        return switch (listener) {
            case LOG -> logged.test(type);
            case WORKFLOWS ->
                realm.getComponentsStream(realm.getId(), WORKFLOW).findAny().isPresent();
            default -> !listener.startsWith(OURS);
        };
    }
}
