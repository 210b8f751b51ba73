package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;

class RemovalTest {

    private static Event event(@Nullable Map<String, String> details) {
        Event event = new Event();
        event.setType(EventType.REMOVE_CREDENTIAL);
        event.setUserId("alice");
        event.setDetails(details);
        return event;
    }

    private static AdminEvent adminEvent(@Nullable String path, Map<String, String> details) {
        AdminEvent event = new AdminEvent();
        event.setResourcePath(path);
        event.setDetails(details);
        return event;
    }

    @Test
    void isToldByTheAccountConsole() {
        assertThat(Removal.of(event(Map.of(
                        "credential_type", "app-password",
                        "selected_credential_id", "id",
                        "credential_user_label", "phone"))))
                .contains(new Removal("alice", "id", "phone"));
    }

    @Test
    void isToldByTheActionThatDeletes() {
        assertThat(Removal.of(event(Map.of("credential_type", "app-password", "credential_id", "id"))))
                .contains(new Removal("alice", "id", null));
    }

    @Test
    void maybeWhereTheEventDoesNotSayWhat() {
        assertThat(Removal.of(event(null))).contains(new Removal("alice", null, null));
    }

    @Test
    void isNotOfAnotherTypeNorOurOwn() {
        assertThat(Removal.of(event(Map.of("credential_type", "otp")))).isEmpty();
        assertThat(Removal.of(event(Map.of("credential_type", "app-password", "auth_method", "app-password"))))
                .isEmpty();
    }

    @Test
    void isToldByAnAdmin() {
        assertThat(Removal.of(adminEvent("users/alice/credentials/id", Map.of())))
                .contains(new Removal("alice", "id", null));
        assertThat(Removal.of(adminEvent("users/alice/disable-credential-types", Map.of())))
                .contains(new Removal("alice", null, null));
    }

    @Test
    void isOfAUserOfAnyStorage() {
        assertThat(Removal.of(adminEvent("users/f:storage:a/b/credentials/id", Map.of("credential_id", "id"))))
                .contains(new Removal("f:storage:a/b", "id", null));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "users/alice", "users/alice/credentials/id/userLabel", "clients/x/credentials/id"})
    void isNothingElseThatAnAdminDoes(@Nullable String path) {
        assertThat(Removal.of(adminEvent(path, Map.of()))).isEmpty();
    }
}
