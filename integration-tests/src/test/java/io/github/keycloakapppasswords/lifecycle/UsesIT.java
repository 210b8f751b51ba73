package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Uses} on H2. */
@ExtendWith(SharedKeycloak.class)
class UsesIT extends Uses {

    UsesIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    /** H2 lives in Keycloak's own process, and writes to its file after a second at most. */
    @Override
    Duration lostByTheDatabaseItself() {
        return Duration.ofSeconds(1);
    }
}
