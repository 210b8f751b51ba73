package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link TwoWriters} on H2. */
@ExtendWith(SharedKeycloak.class)
class TwoWritersIT extends TwoWriters {

    TwoWritersIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
