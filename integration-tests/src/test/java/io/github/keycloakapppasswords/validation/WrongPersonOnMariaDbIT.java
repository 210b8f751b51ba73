package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link WrongPerson} on MariaDB, which thinks {@code böb} and {@code bob} with a trailing space equal to {@code bob}. */
@ExtendWith(KeycloakOnMariaDb.class)
class WrongPersonOnMariaDbIT extends WrongPerson {

    WrongPersonOnMariaDbIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
