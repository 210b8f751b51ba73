package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.proof.FactorKind;
import io.github.keycloakapppasswords.proof.FailedLogins;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.authentication.RequiredActionContext;

/**
 * Lets Keycloak's own authenticators run inside a required action.
 *
 * <p><b>Security.</b> A required action itself has no brute-force protection (seen on 26.7.4): Keycloak's protector counts a
 * failure that is reported here, as in an authentication flow ({@code AuthenticationProcessor.logFailure}). The user is fixed;
 * an authenticator cannot switch to another.
 */
final class InPlaceFlowContext extends ActionFlowContext {

    private final FactorKind kind;
    private @Nullable FlowStatus status;
    private @Nullable AuthenticationFlowError error;
    private @Nullable Response challenge;

    InPlaceFlowContext(RequiredActionContext action, FactorKind kind) {
        super(action);
        this.kind = kind;
    }

    /** The page that the authenticator wants to show; null if it succeeded or said nothing. */
    @Nullable
    Response challenge() {
        return challenge;
    }

    boolean isSuccessful() {
        return status == FlowStatus.SUCCESS;
    }

    @Override
    public void success() {
        success(kind.type());
    }

    @Override
    public void success(String credentialType) {
        status = kind.type().equals(credentialType) ? FlowStatus.SUCCESS : FlowStatus.ATTEMPTED;
    }

    @Override
    public void failure(AuthenticationFlowError flowError) {
        fail(flowError, null, FlowStatus.FAILED);
    }

    @Override
    public void failure(AuthenticationFlowError flowError, Response response) {
        fail(flowError, response, FlowStatus.FAILED);
    }

    @Override
    public void failure(
            AuthenticationFlowError flowError, Response response, String eventDetails, String userErrorMessage) {
        fail(flowError, response, FlowStatus.FAILED);
    }

    @Override
    public void failureChallenge(AuthenticationFlowError flowError, Response response) {
        fail(flowError, response, FlowStatus.FAILURE_CHALLENGE);
    }

    private void fail(AuthenticationFlowError flowError, @Nullable Response response, FlowStatus failed) {
        status = failed;
        error = flowError;
        challenge = response;
        if (getRealm().isBruteForceProtected()) {
            FailedLogins.ofThisKeycloak()
                    .count(
                            getProtector(),
                            getRealm(),
                            getUser(),
                            getConnection(),
                            getHttpRequest().getUri(),
                            kind.type());
        }
    }

    @Override
    public void challenge(Response response) {
        status = FlowStatus.CHALLENGE;
        challenge = response;
    }

    @Override
    public void forceChallenge(Response response) {
        status = FlowStatus.FORCE_CHALLENGE;
        challenge = response;
    }

    @Override
    public void attempted() {
        status = FlowStatus.ATTEMPTED;
    }

    @Override
    public @Nullable FlowStatus getStatus() {
        return status;
    }

    @Override
    public @Nullable AuthenticationFlowError getError() {
        return error;
    }
}
