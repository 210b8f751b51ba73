package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakOnPostgreSql;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Expiry} on PostgreSQL. */
@ExtendWith(KeycloakOnPostgreSql.class)
class ExpiryOnPostgreSqlIT extends Expiry {

    ExpiryOnPostgreSqlIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
