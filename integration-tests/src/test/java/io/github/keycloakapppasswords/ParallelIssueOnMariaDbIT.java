package io.github.keycloakapppasswords;

import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link ParallelIssue} on MariaDB, which locks the gaps between rows. */
@ExtendWith(KeycloakOnMariaDb.class)
class ParallelIssueOnMariaDbIT extends ParallelIssue {

    ParallelIssueOnMariaDbIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
