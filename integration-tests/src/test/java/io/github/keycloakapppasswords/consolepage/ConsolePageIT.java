package io.github.keycloakapppasswords.consolepage;

import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedKeycloak.class)
class ConsolePageIT extends ConsolePage {
    ConsolePageIT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, chromium);
    }
}
