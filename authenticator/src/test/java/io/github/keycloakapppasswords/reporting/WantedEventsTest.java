package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

class WantedEventsTest {

    private boolean enabled;
    private Set<String> types = Set.of();
    private Set<String> listeners = Set.of(WantedEvents.LOG);
    private List<Listener> installed = List.of(
            new Listener(WantedEvents.LOG, false),
            new Listener("email", false),
            new Listener(WantedEvents.WORKFLOWS, true),
            new Listener("app-password-feed", true));
    private Set<EventType> logged = Set.of(EventType.LOGIN_ERROR);
    private boolean workflow;

    private record Listener(String id, boolean global) {}

    private static <T> T fake(Class<T> type, java.util.function.Function<String, @Nullable Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.apply(method.getName())));
    }

    private boolean wanted(EventType type) {
        KeycloakSessionFactory factory = fake(KeycloakSessionFactory.class, method -> installed.stream()
                .map(listener -> fake(
                        EventListenerProviderFactory.class,
                        name -> name.equals("getId") ? listener.id() : (Object) listener.global())));
        RealmModel realm = fake(RealmModel.class, method -> switch (method) {
            case "isEventsEnabled" -> enabled;
            case "getEnabledEventTypesStream" -> types.stream();
            case "getEventsListenersStream" -> listeners.stream();
            case "getComponentsStream" -> workflow ? Stream.of(new ComponentModel()) : Stream.empty();
            case "getId" -> "realm";
            default -> throw new IllegalArgumentException(method);
        });
        return new WantedEvents(factory, logged::contains).contains(realm, type);
    }

    private void install(Listener... more) {
        installed = Stream.concat(installed.stream(), Arrays.stream(more)).toList();
    }

    @Test
    void areNoneOfLoginsInANewRealm() {
        assertThat(wanted(EventType.LOGIN)).isFalse();
    }

    @Test
    void areThoseThatTheRealmStores() {
        enabled = true;
        assertThat(wanted(EventType.LOGIN)).isTrue();

        types = Set.of("LOGOUT");
        assertThat(wanted(EventType.LOGIN)).isFalse();

        types = Set.of("LOGOUT", "LOGIN");
        assertThat(wanted(EventType.LOGIN)).isTrue();
    }

    @Test
    void areThoseThatTheLogWrites() {
        assertThat(wanted(EventType.LOGIN_ERROR)).isTrue();

        logged = Set.of();
        assertThat(wanted(EventType.LOGIN_ERROR)).isFalse();

        logged = Set.of(EventType.LOGIN);
        assertThat(wanted(EventType.LOGIN)).isTrue();

        listeners = Set.of();
        assertThat(wanted(EventType.LOGIN)).isFalse();
    }

    @Test
    void areThoseOfARealmWithAWorkflow() {
        workflow = true;

        assertThat(wanted(EventType.LOGIN)).isTrue();
    }

    @Test
    void areThoseThatAnotherListenerOfTheRealmHears() {
        listeners = Set.of("email");

        assertThat(wanted(EventType.LOGIN)).isTrue();
    }

    @Test
    void areThoseThatAnotherListenerOfTheServerHears() {
        install(new Listener("metrics", true));

        assertThat(wanted(EventType.LOGIN)).isTrue();
    }

    @Test
    void areNoneOfAListenerThatTheRealmDoesNotName() {
        install(new Listener("webhook", false));

        assertThat(wanted(EventType.LOGIN)).isFalse();
    }
}
