package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.appleprofile.ProfileSigner;
import io.github.keycloakapppasswords.policy.IdentityProviderFactor;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.proof.ActionRequest;
import io.github.keycloakapppasswords.proof.BrokeredLogin;
import io.github.keycloakapppasswords.proof.Enrolment;
import io.github.keycloakapppasswords.proof.FactorKind;
import io.github.keycloakapppasswords.proof.FactorLog;
import io.github.keycloakapppasswords.proof.GateSession;
import io.github.keycloakapppasswords.proof.LoginObserver;
import io.github.keycloakapppasswords.proof.SignInAge;
import io.github.keycloakapppasswords.proof.UserFactors;
import java.time.Clock;
import java.util.Optional;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The required action in which account owners make app passwords; here it is only tied to Keycloak.
 *
 * <p><b>Security.</b> Besides an admin, for device accounts, this is the only way to an app password. Every request,
 * shown page or sent form, starts from {@link GateStep#of}; no request is believed about where the user stands.
 */
final class AppPasswordRequiredAction implements RequiredActionProvider {

    private final KeycloakSession session;
    private final Clock clock;
    private final ProfileSigner signer;

    AppPasswordRequiredAction(KeycloakSession session, Clock clock, ProfileSigner signer) {
        this.session = session;
        this.clock = clock;
        this.signer = signer;
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        neverOfItself(context);
        GateSession gate = GateSession.of(context);
        UserModel user = context.getUser();
        Optional<ActionRequest> request = ActionRequest.of(context.getHttpRequest());
        new Enrolment(context, gate).endWith(request);
        Optional<FactorKind> enrolled = request.flatMap(ActionRequest::enrolled);
        Optional<BrokeredLogin> brokered = BrokeredLogin.of(context);
        UserFactors factors = UserFactors.of(session, context.getRealm(), user);
        UserFactors before = brokered.filter(BrokeredLogin::linkedJustNow)
                .map(login -> factors.without(IdentityProviderFactor.type(login.alias())))
                .orElse(factors);
        Optional<BrokeredLogin.SignIn> signIn = brokered.flatMap(login -> login.signIn(context));
        FactorLog log = FactorLog.of(session, context.getRealm(), user);
        new LoginObserver(gate, enrolled, signIn, before, log, context.getRealm(), user.getId(), clock).observe();
    }

    /** Only the user starts this action: not a default action, not an admin, not an e-mailed link. */
    private static void neverOfItself(RequiredActionContext context) {
        UserModel user = context.getUser();
        if (user.getRequiredActionsStream().anyMatch(Policy.ACTION_ID::equals)) {
            user.removeRequiredAction(Policy.ACTION_ID);
        }
        context.getAuthenticationSession().removeRequiredAction(Policy.ACTION_ID);
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        new GateRun(context, clock, signer).show();
    }

    @Override
    public void processAction(RequiredActionContext context) {
        new GateRun(context, clock, signer).process();
    }

    @Override
    public void initiatedActionCanceled(KeycloakSession keycloakSession, AuthenticationSessionModel authSession) {
        GateSession.endRun(authSession);
    }

    /** See {@link SignInAge}. Keycloak asks before the action begins. */
    @Override
    public int getMaxAuthAge(KeycloakSession keycloakSession) {
        return SignInAge.allowed(session);
    }

    @Override
    public void close() {}
}
