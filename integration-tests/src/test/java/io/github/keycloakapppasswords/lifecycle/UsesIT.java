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

    /** H2 lives in Keycloak's own process, and writes to its file behind the commits. */
    @Override
    void makeDurable() {
        fixture.sql("checkpoint sync");
    }
}
