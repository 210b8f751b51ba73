package io.github.keycloakapppasswords;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link ParallelIssue} on H2. */
@ExtendWith(SharedKeycloak.class)
class ParallelIssueIT extends ParallelIssue {

    ParallelIssueIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
