package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Expiry} on MariaDB. */
@ExtendWith(KeycloakOnMariaDb.class)
class ExpiryOnMariaDbIT extends Expiry {

    ExpiryOnMariaDbIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
