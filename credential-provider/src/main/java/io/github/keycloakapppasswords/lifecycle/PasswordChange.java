package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.policy.LifeCycle;
import io.github.keycloakapppasswords.policy.LifeCycle.OnPassword;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.store.AppPasswordRevocations;
import io.github.keycloakapppasswords.work.RealmWork;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Finds who set a main password, and applies the policy to the user's app passwords; in the session's transaction, so that both
 * hold or neither, by {@link AppPasswordRevocations}.
 *
 * <p><b>Security.</b> Every link that Keycloak mailed counts as a reset by e-mail: reading a mailbox is enough to use it.
 * Keycloak records the link in the authentication session ({@code LoginActionsService.handleActionToken}, 26.7.4) before the
 * link does anything.
 */
final class PasswordChange {

    private final KeycloakSession session;
    private final Clock clock;

    PasswordChange(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** The user has set it, in the request that is handled now. */
    void byUser(RealmModel realm, UserModel user) {
        LifeCycle policy = Policy.inForce(realm).lifeCycle();
        if (isByMailedLink(session.getContext().getAuthenticationSession())) {
            apply(realm, user, policy.onPasswordResetByEmail(), EndCause.PASSWORD_RESET_BY_EMAIL);
        } else {
            apply(realm, user, policy.onPasswordChange(), EndCause.PASSWORD_CHANGED);
        }
    }

    /** An admin has set it. */
    void byAdmin(RealmModel realm, UserModel user) {
        apply(realm, user, Policy.inForce(realm).lifeCycle().onPasswordSetByAdmin(), EndCause.PASSWORD_SET_BY_ADMIN);
    }

    /**
     * An admin has edited the user, and may have set the password too: Keycloak's event does not say. So the state of the
     * transaction is compared with the state in the database. For users whose storage keeps the password, no change can be seen
     * here.
     */
    void perhapsByAdmin(RealmModel realm, UserModel user) {
        if (Policy.inForce(realm).lifeCycle().onPasswordSetByAdmin() == OnPassword.KEEP) {
            return;
        }
        Set<Long> now = passwordTimes(user);
        Set<Long> before = new RealmWork(session.getKeycloakSessionFactory(), realm.getId())
                .call(
                        "reading a user's password",
                        (other, sameRealm) -> passwordTimes(other.users().getUserById(sameRealm, user.getId())))
                .orElse(Set.of());
        if (!now.equals(before)) {
            byAdmin(realm, user);
        }
    }

    private static Set<Long> passwordTimes(@Nullable UserModel user) {
        return user == null
                ? Set.of()
                : user.credentialManager()
                        .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                        .map(CredentialModel::getCreatedDate)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
    }

    static boolean isByMailedLink(@Nullable AuthenticationSessionModel authSession) {
        return authSession != null && authSession.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID) != null;
    }

    private void apply(RealmModel realm, UserModel user, OnPassword choice, EndCause cause) {
        List<CredentialModel> all = stored(user);
        if (all.isEmpty()) {
            return;
        }
        List<CredentialModel> revoked = choice == OnPassword.KEEP ? List.of() : revoke(realm, user, all, cause);
        session.getKeycloakSessionFactory().publish(new MainPasswordSet(session, realm, user, revoked));
    }

    private List<CredentialModel> revoke(RealmModel realm, UserModel user, List<CredentialModel> all, EndCause cause) {
        AppPasswordRevocations revocations = new AppPasswordRevocations(session, clock);
        List<CredentialModel> revoked = new ArrayList<>();
        for (CredentialModel one : all) {
            if (revocations.revoke(realm, user, one.getId(), cause)) {
                EndedEvent.tell(session, realm, user, one.getId(), one.getUserLabel(), cause);
                revoked.add(one);
            }
        }
        return revoked;
    }

    private static List<CredentialModel> stored(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(AppPasswordCredentialModel.TYPE)
                .toList();
    }
}
