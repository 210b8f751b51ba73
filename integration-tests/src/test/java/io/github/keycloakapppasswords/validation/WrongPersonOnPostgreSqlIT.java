package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.stage.KeycloakOnPostgreSql;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link WrongPerson} on PostgreSQL, which tells all of these names apart. */
@ExtendWith(KeycloakOnPostgreSql.class)
class WrongPersonOnPostgreSqlIT extends WrongPerson {

    WrongPersonOnPostgreSqlIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
