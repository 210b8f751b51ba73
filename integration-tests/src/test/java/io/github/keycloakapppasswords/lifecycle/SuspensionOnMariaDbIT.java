package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Suspension} on MariaDB. */
@ExtendWith(KeycloakOnMariaDb.class)
class SuspensionOnMariaDbIT extends Suspension {

    SuspensionOnMariaDbIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
