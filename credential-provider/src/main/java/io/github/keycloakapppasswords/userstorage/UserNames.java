package io.github.keycloakapppasswords.userstorage;

import java.util.Optional;
import org.keycloak.models.UserModel;

/**
 * By what a user is known.
 *
 * @param username the user name; not empty
 * @param verifiedEmail the e-mail address; empty if there is none, or if it is not verified
 */
public record UserNames(String username, Optional<String> verifiedEmail) {

    static UserNames of(UserModel user) {
        return new UserNames(
                user.getUsername(),
                user.isEmailVerified()
                        ? Optional.ofNullable(user.getEmail()).filter(email -> !email.isEmpty())
                        : Optional.empty());
    }
}
