package io.github.keycloakapppasswords.compatibility;

import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;

class Keycloak26v7v4OnJava17IT extends CompatibilityContract {
    Keycloak26v7v4OnJava17IT() {
        super(KeycloakServer.start(KeycloakOptions.shipped().forShortLife()));
    }
}
