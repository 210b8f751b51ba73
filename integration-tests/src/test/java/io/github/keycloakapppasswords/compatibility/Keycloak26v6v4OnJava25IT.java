package io.github.keycloakapppasswords.compatibility;

class Keycloak26v6v4OnJava25IT extends CompatibilityContract {
    Keycloak26v6v4OnJava25IT() {
        super(ServedServer.startOnJava25("26.6.4"));
    }
}
