package io.github.keycloakapppasswords.compatibility;

class Keycloak26v7v4OnJava25IT extends CompatibilityContract {
    Keycloak26v7v4OnJava25IT() {
        super(ServedServer.startOnJava25("26.7.4"));
    }
}
