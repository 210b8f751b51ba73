package io.github.keycloakapppasswords.userstorage;

import io.github.keycloakapppasswords.stage.KeycloakServer;

/** Users of a directory whom Keycloak does not import. */
class LdapNoImportIT extends LdapContract {

    LdapNoImportIT(KeycloakServer keycloak) {
        super(keycloak, false);
    }
}
