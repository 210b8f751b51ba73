package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link TwoWriters} on MariaDB. */
@ExtendWith(KeycloakOnMariaDb.class)
class TwoWritersOnMariaDbIT extends TwoWriters {

    TwoWritersOnMariaDbIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
