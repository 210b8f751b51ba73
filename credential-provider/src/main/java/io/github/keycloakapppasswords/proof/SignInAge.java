package io.github.keycloakapppasswords.proof;

import io.github.keycloakapppasswords.policy.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * How long ago a user may have signed in to start the action over single sign-on, in the seconds that Keycloak wants.
 *
 * <p>A user with an accepted factor is asked for it in place, whenever it is stale; signing in again as well would ask a
 * passkey-only or brokered user for a password they do not have. All other users sign in again through the realm's own flow,
 * always: otherwise a stolen session would be enough to enrol a factor and make an app password.
 */
public final class SignInAge {

    private static final int LONG = (int) Duration.ofDays(30).toSeconds();

    /** Keycloak compares seconds with {@code <}: with 0, the second of the sign-in itself would still count. */
    private static final int ALWAYS_AGAIN = -1;

    private SignInAge() {}

    public static int allowed(KeycloakSession session) {
        UserSessionModel userSession = session.getContext().getUserSession();
        if (userSession == null || userSession.getUser() == null) {
            return ALWAYS_AGAIN;
        }
        if (GateSession.isImpersonated(userSession)) {
            return toTheRefusal(userSession);
        }
        Optional<Policy> policy = Policy.ifValidOrLogged(session.getContext().getRealm());
        if (policy.isEmpty()) {
            return LONG;
        }
        RealmModel realm = session.getContext().getRealm();
        UserFactors factors = UserFactors.of(session, realm, userSession.getUser());
        List<Factor> counting = UserFactors.counting(factors.all(), GateSession.trusted(session, realm, userSession));
        List<Factor> accepted = factors.accepted(policy.get().acceptedTypes());
        boolean askable = counting.stream().anyMatch(accepted::contains);
        boolean vouching = accepted.isEmpty() && !UserFactors.kinds(counting).isEmpty();
        return askable || vouching ? LONG : ALWAYS_AGAIN;
    }

    /** An impersonated session has no time of sign-in, which Keycloak takes for 1970; it only gets to the refusal. */
    private static int toTheRefusal(UserSessionModel userSession) {
        return userSession.getNote(AuthenticationManager.AUTH_TIME) == null
                ? Math.toIntExact(Time.currentTimeMillis() / 1000 + 3600)
                : LONG;
    }
}
