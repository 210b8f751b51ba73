package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakOnPostgreSql;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link TwoWriters} on PostgreSQL. */
@ExtendWith(KeycloakOnPostgreSql.class)
class TwoWritersOnPostgreSqlIT extends TwoWriters {

    TwoWritersOnPostgreSqlIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
