package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakOnPostgreSql;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Suspension} on PostgreSQL. */
@ExtendWith(KeycloakOnPostgreSql.class)
class SuspensionOnPostgreSqlIT extends Suspension {

    SuspensionOnPostgreSqlIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
