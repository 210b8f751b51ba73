package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakOnPostgreSql;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Tombstones} on PostgreSQL. */
@ExtendWith(KeycloakOnPostgreSql.class)
class TombstoneOnPostgreSqlIT extends Tombstones {

    TombstoneOnPostgreSqlIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
