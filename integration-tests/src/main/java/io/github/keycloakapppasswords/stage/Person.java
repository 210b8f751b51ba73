package io.github.keycloakapppasswords.stage;

import java.util.Optional;

/**
 * A user of a realm, with what she knows and carries.
 *
 * @param id Keycloak's id of the user
 * @param username the user name
 * @param password the main password
 * @param authenticatorApp her authenticator app, if she has enrolled one
 */
public record Person(String id, String username, String password, Optional<Totp> authenticatorApp) {
    /** The app, for those who are known to have one. */
    public Totp app() {
        return authenticatorApp.orElseThrow(() -> new IllegalStateException(username + " has no authenticator app."));
    }
}
