package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;

/** Keycloak swallows what a listener throws: what the policy says must not be left undone for that. */
class LifeCycleListenerTest {

    private final List<KeycloakTransaction> enlisted = new ArrayList<>();
    private final LifeCycleListener listener = new LifeCycleListener(brokenSession(), Clock.systemUTC());

    private KeycloakSession brokenSession() {
        KeycloakTransactionManager transactions = fake(KeycloakTransactionManager.class, (method, arguments) -> {
            if (method.equals("enlistPrepare")) {
                enlisted.add((KeycloakTransaction) arguments[0]);
            }
            return null;
        });
        return fake(KeycloakSession.class, (method, arguments) -> {
            if (method.equals("getTransactionManager")) {
                return transactions;
            }
            throw new IllegalStateException("The database is away.");
        });
    }

    private static <T> T fake(Class<T> type, BiFunction<String, Object[], @Nullable Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.apply(method.getName(), arguments)));
    }

    private void assertTheChangeFails() {
        assertThat(enlisted).hasSize(1);
        KeycloakTransaction refusal = enlisted.get(0);
        refusal.begin();
        assertThatIllegalStateException()
                .isThrownBy(refusal::commit)
                .withMessage("The policy of app passwords could not be applied.");
    }

    @Test
    void letsNoPasswordBeSetByAUserIfThePolicyCannotBeFollowed() {
        Event event = new Event();
        event.setType(EventType.UPDATE_CREDENTIAL);
        event.setRealmId("realm");
        event.setUserId("alice");
        event.setDetails(Map.of("credential_type", "password"));

        listener.onEvent(event);

        assertTheChangeFails();
    }

    @Test
    void letsNoSecondFactorBeRemovedIfThatCannotBeNoted() {
        Event event = new Event();
        event.setType(EventType.REMOVE_CREDENTIAL);
        event.setRealmId("realm");
        event.setUserId("alice");
        event.setDetails(Map.of("credential_type", "webauthn"));

        assertThatIllegalStateException().isThrownBy(() -> listener.onEvent(event));

        assertTheChangeFails();
    }

    @Test
    void letsNoPasswordBeSetByAnAdminIfThePolicyCannotBeFollowed() {
        AdminEvent event = new AdminEvent();
        event.setResourceType(ResourceType.USER);
        event.setOperationType(OperationType.ACTION);
        event.setRealmId("realm");
        event.setResourcePath("users/alice/reset-password");

        listener.onEvent(event, false);

        assertTheChangeFails();
    }
}
