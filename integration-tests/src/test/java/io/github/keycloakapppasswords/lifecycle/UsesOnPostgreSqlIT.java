package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.KeycloakOnPostgreSql;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link UsesOnDatabaseServer} with PostgreSQL. */
@ExtendWith(KeycloakOnPostgreSql.class)
class UsesOnPostgreSqlIT extends UsesOnDatabaseServer {

    UsesOnPostgreSqlIT(KeycloakOnDatabase.Pair pair) {
        super(pair);
    }
}
