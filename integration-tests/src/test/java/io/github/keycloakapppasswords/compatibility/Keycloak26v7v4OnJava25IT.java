package io.github.keycloakapppasswords.compatibility;

import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import java.util.Objects;

class Keycloak26v7v4OnJava25IT extends CompatibilityContract {
    Keycloak26v7v4OnJava25IT() {
        super(KeycloakServer.start(KeycloakOptions.shipped().forShortLife().withEnvironment("JAVA_HOME", java25())));
    }

    private static String java25() {
        return Objects.requireNonNull(System.getenv("JAVA_25_HOME"), "Set JAVA_25_HOME, as bin/verify does.");
    }
}
