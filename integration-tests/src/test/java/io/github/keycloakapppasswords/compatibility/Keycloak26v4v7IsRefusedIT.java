package io.github.keycloakapppasswords.compatibility;

class Keycloak26v4v7IsRefusedIT extends RefusalContract {
    Keycloak26v4v7IsRefusedIT() {
        super("26.4.7");
    }
}
