package io.github.keycloakapppasswords.storage;

import io.github.keycloakapppasswords.stage.KeycloakServer;

/** Users of a directory whom Keycloak imports. */
class LdapImportIT extends LdapContract {

    LdapImportIT(KeycloakServer keycloak) {
        super(keycloak, true);
    }
}
