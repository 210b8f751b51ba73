package io.github.keycloakapppasswords.feed;

import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Feed} on MariaDB. */
@ExtendWith(KeycloakOnMariaDb.class)
class FeedOnMariaDbIT extends Feed {

    FeedOnMariaDbIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
