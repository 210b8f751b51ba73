package io.github.keycloakapppasswords.userstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.userstorage.Confirmation.Outcome;
import io.github.keycloakapppasswords.userstorage.StorageCalls.Asked;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSessionFactory;

class FreshUsersTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static final ActiveUsers.Key ALICE = new ActiveUsers.Key(new Asked("realm", "directory"), "alice");

    private final Confirmation confirmation = new Confirmation(NOW);

    private static FreshUsers failing(Error failure) {
        KeycloakSessionFactory unused = (KeycloakSessionFactory) Proxy.newProxyInstance(
                KeycloakSessionFactory.class.getClassLoader(),
                new Class<?>[] {KeycloakSessionFactory.class},
                (self, method, arguments) -> {
                    throw new AssertionError("Not expected: " + method);
                });
        StorageCalls calls = new StorageCalls(() -> 0, new Failing(failure, 1));
        return new FreshUsers(unused, StorageOptions.DEFAULT, Clock.systemUTC(), calls);
    }

    @Test
    void areAskedAboutAgainAfterThereWasNoThread() {
        try (FreshUsers users = failing(new OutOfMemoryError("unable to create native thread"))) {
            assertThat(users.check(ALICE, confirmation)).isEqualTo(Outcome.BUSY);
        }
        theCheckHasEnded();
    }

    @Test
    void areAskedAboutAgainWhateverWasThrown() {
        try (FreshUsers users = failing(new InternalError())) {
            assertThatThrownBy(() -> users.check(ALICE, confirmation)).isInstanceOf(InternalError.class);
        }
        theCheckHasEnded();
    }

    private void theCheckHasEnded() {
        assertThat(confirmation.await(Duration.ZERO)).isEqualTo(Outcome.BUSY);
        assertThat(confirmation.begin(NOW)).isTrue();
    }
}
