package io.github.keycloakapppasswords.gate;

import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationSelectionOption;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.common.ClientConnection;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A required action dressed as an authentication flow with one execution, for Keycloak's authenticators. Calls that
 * leave, restart or fork the flow are not supported: the action has no flow.
 */
abstract class ActionFlowContext implements AuthenticationFlowContext {

    private final RequiredActionContext action;

    ActionFlowContext(RequiredActionContext action) {
        this.action = action;
    }

    @Override
    public UserModel getUser() {
        return action.getUser();
    }

    /** @throws IllegalStateException for any other user than the signed-in one */
    @Override
    public void setUser(UserModel user) {
        if (!Objects.equals(user.getId(), getUser().getId())) {
            throw new IllegalStateException("The second factor belongs to another user than the signed-in user.");
        }
    }

    @Override
    public LoginFormsProvider form() {
        return action.form();
    }

    @Override
    public AuthenticationExecutionModel getExecution() {
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setId(action.getAction());
        execution.setRequirement(AuthenticationExecutionModel.Requirement.REQUIRED);
        return execution;
    }

    @Override
    public AuthenticationExecutionModel.Requirement getCategoryRequirementFromCurrentFlow(
            String authenticatorCategory) {
        return AuthenticationExecutionModel.Requirement.REQUIRED;
    }

    @Override
    public @Nullable AuthenticatorConfigModel getAuthenticatorConfig() {
        return null;
    }

    @Override
    public List<AuthenticationSelectionOption> getAuthenticationSelections() {
        return List.of();
    }

    @Override
    public String getFlowPath() {
        return LoginActionsService.REQUIRED_ACTION;
    }

    @Override
    public URI getActionUrl(String code) {
        return action.getActionUrl(code);
    }

    @Override
    public URI getRefreshExecutionUrl() {
        return action.getActionUrl();
    }

    @Override
    public URI getRefreshUrl(boolean authSessionIdParam) {
        return action.getActionUrl();
    }

    @Override
    public String generateAccessCode() {
        return action.generateCode();
    }

    @Override
    public AuthenticationSessionModel getAuthenticationSession() {
        return action.getAuthenticationSession();
    }

    @Override
    public EventBuilder getEvent() {
        return action.getEvent();
    }

    @Override
    public RealmModel getRealm() {
        return action.getRealm();
    }

    @Override
    public ClientConnection getConnection() {
        return action.getConnection();
    }

    @Override
    public UriInfo getUriInfo() {
        return action.getUriInfo();
    }

    @Override
    public KeycloakSession getSession() {
        return action.getSession();
    }

    @Override
    public HttpRequest getHttpRequest() {
        return action.getHttpRequest();
    }

    @Override
    public BruteForceProtector getProtector() {
        return getSession().getProvider(BruteForceProtector.class);
    }

    @Override
    public @Nullable FormMessage getForwardedErrorMessage() {
        return null;
    }

    @Override
    public @Nullable FormMessage getForwardedSuccessMessage() {
        return null;
    }

    @Override
    public @Nullable FormMessage getForwardedInfoMessage() {
        return null;
    }

    @Override
    public @Nullable String getEventDetails() {
        return null;
    }

    @Override
    public @Nullable String getUserErrorMessage() {
        return null;
    }

    @Override
    public EventBuilder newEvent() {
        throw unsupported("newEvent");
    }

    @Override
    public AuthenticationFlowModel getTopLevelFlow() {
        throw unsupported("getTopLevelFlow");
    }

    @Override
    public void setForwardedInfoMessage(String message, Object... parameters) {
        throw unsupported("setForwardedInfoMessage");
    }

    @Override
    public void setAuthenticationSelections(List<AuthenticationSelectionOption> selections) {
        throw unsupported("setAuthenticationSelections");
    }

    @Override
    public void clearUser() {
        throw unsupported("clearUser");
    }

    @Override
    public void attachUserSession(UserSessionModel userSession) {
        throw unsupported("attachUserSession");
    }

    @Override
    public URI getActionTokenUrl(String tokenString) {
        throw unsupported("getActionTokenUrl");
    }

    @Override
    public void cancelLogin() {
        throw unsupported("cancelLogin");
    }

    @Override
    public void resetFlow() {
        throw unsupported("resetFlow");
    }

    @Override
    public void resetFlow(Runnable afterResetListener) {
        throw unsupported("resetFlow");
    }

    @Override
    public void fork() {
        throw unsupported("fork");
    }

    @Override
    public void forkWithSuccessMessage(FormMessage message) {
        throw unsupported("forkWithSuccessMessage");
    }

    @Override
    public void forkWithErrorMessage(FormMessage message) {
        throw unsupported("forkWithErrorMessage");
    }

    private static UnsupportedOperationException unsupported(String method) {
        return new UnsupportedOperationException(
                "An authenticator that runs inside the required action cannot use " + method + ".");
    }
}
