package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Tombstones} on MariaDB. */
@ExtendWith(KeycloakOnMariaDb.class)
class TombstoneOnMariaDbIT extends Tombstones {

    TombstoneOnMariaDbIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
