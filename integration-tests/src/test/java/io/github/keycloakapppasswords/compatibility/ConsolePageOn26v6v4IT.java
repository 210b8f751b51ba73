package io.github.keycloakapppasswords.compatibility;

import io.github.keycloakapppasswords.consolepage.ConsolePage;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each way through the page in the account console of the other Keycloak that is served. */
@ExtendWith(ConsolePageOn26v6v4IT.Older.class)
class ConsolePageOn26v6v4IT extends ConsolePage {
    ConsolePageOn26v6v4IT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, chromium);
    }

    static final class Older extends SharedKeycloak {
        Older() {
            super("26.6.4");
        }
    }
}
