package io.github.keycloakapppasswords.compatibility;

class Keycloak26v7v4IT extends CompatibilityContract {
    Keycloak26v7v4IT() {
        super(ServedServer.start("26.7.4"));
    }
}
