package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link UsesOnDatabaseServer} with MariaDB. */
@ExtendWith(KeycloakOnMariaDb.class)
class UsesOnMariaDbIT extends UsesOnDatabaseServer {

    UsesOnMariaDbIT(KeycloakOnDatabase.Pair pair) {
        super(pair);
    }
}
