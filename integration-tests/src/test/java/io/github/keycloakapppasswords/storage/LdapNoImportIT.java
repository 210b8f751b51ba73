package io.github.keycloakapppasswords.storage;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import org.junit.jupiter.api.Test;

/** Users of a directory whom Keycloak does not import. */
class LdapNoImportIT extends LdapContract {

    LdapNoImportIT(KeycloakServer keycloak) {
        super(keycloak, false);
    }

    /** An attribute that Keycloak maps to {@code enabled}: it reads it whenever it reads the user. */
    @Test
    void isRefusedWhileTheDirectoryHasHerDisabled() {
        directory.set(name, "businessCategory", "false");
        await(401);

        directory.set(name, "businessCategory", "true");
        await(200);
    }
}
