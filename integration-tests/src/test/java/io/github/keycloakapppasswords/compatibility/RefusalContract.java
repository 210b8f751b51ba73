package io.github.keycloakapppasswords.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.StageException;
import org.junit.jupiter.api.Test;

/** A Keycloak that lacks what the JAR calls does not start, and nothing is written to its database. */
abstract class RefusalContract {
    private final String version;

    RefusalContract(String version) {
        this.version = version;
    }

    @Test
    void isRefusedByOneLineBeforeItsDatabaseIsTouched() {
        StageException refusal = catchThrowableOfType(StageException.class, () -> KeycloakServer.start(
                        version, KeycloakOptions.shipped().forShortLife())
                .close());

        assertThat(refusal)
                .hasMessageContaining("Keycloak ended with status 1")
                .hasMessageContaining("Keycloak App Passwords needs Keycloak 26.6.4 or later, and this is " + version
                        + ". Update Keycloak, or take the JAR out of providers/ and run kc.sh build.");
        assertThat(refusal.getMessage()).doesNotContain("database schema").doesNotContain("\tat ");
    }
}
