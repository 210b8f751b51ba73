package io.github.keycloakapppasswords.compatibility;

/** On the Keycloak that {@code bin/verify compatibility -Dkeycloak.version=…} names. */
class KeycloakGivenIT extends CompatibilityContract {
    KeycloakGivenIT() {
        super(ServedServer.start(ServedServer.givenVersion()));
    }
}
