package io.github.keycloakapppasswords;

import io.github.keycloakapppasswords.stage.KeycloakOnPostgreSql;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link ParallelIssue} on PostgreSQL, where a failed statement ends its transaction. */
@ExtendWith(KeycloakOnPostgreSql.class)
class ParallelIssueOnPostgreSqlIT extends ParallelIssue {

    ParallelIssueOnPostgreSqlIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
