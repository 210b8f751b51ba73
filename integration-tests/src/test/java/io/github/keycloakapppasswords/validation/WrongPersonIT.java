package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link WrongPerson} on H2. */
@ExtendWith(SharedKeycloak.class)
class WrongPersonIT extends WrongPerson {

    WrongPersonIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
