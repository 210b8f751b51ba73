package io.github.keycloakapppasswords.compatibility;

class Keycloak26v5v6IsRefusedIT extends RefusalContract {
    Keycloak26v5v6IsRefusedIT() {
        super("26.5.6");
    }
}
