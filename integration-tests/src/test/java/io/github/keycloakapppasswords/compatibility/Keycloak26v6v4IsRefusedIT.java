package io.github.keycloakapppasswords.compatibility;

class Keycloak26v6v4IsRefusedIT extends RefusalContract {
    Keycloak26v6v4IsRefusedIT() {
        super("26.6.4");
    }
}
