package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Uses} on H2. */
@ExtendWith(SharedKeycloak.class)
class UsesIT extends Uses {

    UsesIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
