package io.github.keycloakapppasswords.proof;

import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

/** What keeps a user from the gate whatever they prove: the account is disabled, or locked after too many wrong answers. */
public final class Lockout {

    private Lockout() {}

    /** Keycloak's event error; {@code null} if nothing does. Queries no database of ours. */
    public static @Nullable String error(KeycloakSession session, RealmModel realm, UserModel user) {
        if (!user.isEnabled()) {
            return Errors.USER_DISABLED;
        }
        if (new WrongAnswers(session, realm, user).areTooMany()) {
            return Errors.USER_TEMPORARILY_DISABLED;
        }
        BruteForceProtector protector = session.getProvider(BruteForceProtector.class);
        return AuthenticatorUtils.getDisabledByBruteForceEventError(protector, session, realm, user);
    }
}
