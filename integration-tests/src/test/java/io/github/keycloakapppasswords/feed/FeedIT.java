package io.github.keycloakapppasswords.feed;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Feed} on H2. */
@ExtendWith(SharedKeycloak.class)
class FeedIT extends Feed {

    FeedIT(KeycloakServer keycloak) {
        super(keycloak);
    }
}
