package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.proof.Factor;
import io.github.keycloakapppasswords.proof.FactorKind;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.keycloak.WebAuthnConstants;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.authenticators.browser.WebAuthnAuthenticator;
import org.keycloak.common.util.Base64Url;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.WebAuthnCredentialProvider;
import org.keycloak.credential.WebAuthnPasswordlessCredentialProviderFactory;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.WebAuthnPolicy;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's WebAuthn authenticator for security keys and for passkeys, asking on a page of ours that has Cancel and the
 * other ways.
 *
 * <p>The passkey kind takes Keycloak's passwordless policy and credentials, but not its authenticator, which also reads
 * a user name and a cancellation from the form.
 *
 * <p><b>Security.</b> Only the given credentials can be used, and each challenge once.
 */
final class InPlaceWebAuthn extends WebAuthnAuthenticator implements InPlaceAuthenticator {

    private final RequiredActionContext action;
    private final FactorKind kind;
    private final List<String> publicKeyIds;
    private final GatePages pages;
    private final GateStep.AskForFactor step;

    InPlaceWebAuthn(
            RequiredActionContext action,
            FactorKind kind,
            List<Factor> keys,
            GatePages pages,
            GateStep.AskForFactor step) {
        super(action.getSession());
        this.action = action;
        this.kind = kind;
        this.publicKeyIds = publicKeyIds(keys);
        this.pages = pages;
        this.step = step;
    }

    @Override
    public boolean accepts(MultivaluedMap<String, String> fields) {
        if (fields.getFirst(WebAuthnConstants.ERROR) != null
                && !fields.getFirst(WebAuthnConstants.ERROR).isBlank()) {
            return true;
        }
        String used = fields.getFirst(WebAuthnConstants.CREDENTIAL_ID);
        return used != null
                && publicKeyIds.contains(used)
                && action.getAuthenticationSession().getAuthNote(WebAuthnConstants.AUTH_CHALLENGE_NOTE) != null;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        LoginFormsProvider form = fillContextForm(context);
        if (form != null) {
            context.challenge(page(form));
        }
    }

    /** Keycloak 26.7 itself forgets a challenge that was answered; Keycloak 26.6 does not. */
    @Override
    public void action(AuthenticationFlowContext context) {
        AuthenticationSessionModel authSession = action.getAuthenticationSession();
        String answered = authSession.getAuthNote(WebAuthnConstants.AUTH_CHALLENGE_NOTE);
        super.action(context);
        if (answered != null && answered.equals(authSession.getAuthNote(WebAuthnConstants.AUTH_CHALLENGE_NOTE))) {
            authSession.removeAuthNote(WebAuthnConstants.AUTH_CHALLENGE_NOTE);
        }
    }

    @Override
    protected Response createErrorResponse(AuthenticationFlowContext context, String errorCase) {
        context.form().setError("appPasswordWebAuthnFailed");
        LoginFormsProvider form = fillContextForm(context);
        return page(form == null ? context.form() : form);
    }

    private Response page(LoginFormsProvider form) {
        return pages.askForKey(form, step, kind, publicKeyIds);
    }

    @Override
    protected WebAuthnPolicy getWebAuthnPolicy(AuthenticationFlowContext context) {
        return kind == FactorKind.PASSKEY
                ? context.getRealm().getWebAuthnPolicyPasswordless()
                : context.getRealm().getWebAuthnPolicy();
    }

    @Override
    protected String getCredentialType() {
        return kind.type();
    }

    @Override
    public WebAuthnCredentialProvider getCredentialProvider(KeycloakSession session) {
        return kind == FactorKind.PASSKEY
                ? (WebAuthnCredentialProvider) session.getProvider(
                        CredentialProvider.class, WebAuthnPasswordlessCredentialProviderFactory.PROVIDER_ID)
                : super.getCredentialProvider(session);
    }

    private List<String> publicKeyIds(List<Factor> keys) {
        Map<String, CredentialModel> stored = action.getUser()
                .credentialManager()
                .getStoredCredentialsByTypeStream(kind.type())
                .collect(java.util.stream.Collectors.toMap(CredentialModel::getId, credential -> credential));
        return keys.stream()
                .map(Factor::id)
                .filter(stored::containsKey)
                .map(id -> WebAuthnCredentialModel.createFromCredentialModel(stored.get(id)))
                .map(model -> Base64Url.encodeBase64ToBase64Url(
                        model.getWebAuthnCredentialData().getCredentialId()))
                .toList();
    }
}
