package io.github.keycloakapppasswords.compatibility;

/** On the Keycloak that {@code bin/verify compatibility -Dkeycloak.version=…} names. */
class KeycloakGivenOnJava25IT extends CompatibilityContract {
    KeycloakGivenOnJava25IT() {
        super(ServedServer.startOnJava25(ServedServer.givenVersion()));
    }
}
