package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Suspension} on H2. */
@ExtendWith(SharedKeycloak.class)
class SuspensionIT extends Suspension {

    SuspensionIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
