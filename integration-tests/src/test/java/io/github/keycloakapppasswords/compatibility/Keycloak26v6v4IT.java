package io.github.keycloakapppasswords.compatibility;

class Keycloak26v6v4IT extends CompatibilityContract {
    Keycloak26v6v4IT() {
        super(ServedServer.start("26.6.4"));
    }
}
