package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Tombstones} on H2. */
@ExtendWith(SharedKeycloak.class)
class TombstoneIT extends Tombstones {

    TombstoneIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
