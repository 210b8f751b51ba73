package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Expiry} on H2. */
@ExtendWith(SharedKeycloak.class)
class ExpiryIT extends Expiry {

    ExpiryIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
