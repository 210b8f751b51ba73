package io.github.keycloakapppasswords.gate;

import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Sends a user to Keycloak's own enrolment of a second factor and brings them back.
 *
 * <p>Keycloak runs the action named by {@code kc_action} last, so the gate comes again when the enrolment is done. For
 * Cancel to come back as well, Keycloak must take the enrolment for the action that the user started
 * ({@code LoginActionsService.isCancelAppInitiatedAction}, 26.7.4).
 */
final class Enrolment {

    private final RequiredActionContext context;
    private final GateSession gate;

    Enrolment(RequiredActionContext context, GateSession gate) {
        this.context = context;
        this.gate = gate;
    }

    /** The redirect that begins the enrolment. */
    Response begin(RequiredActionProviderModel enrolment) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        authSession.addRequiredAction(enrolment.getAlias());
        authSession.setClientNote(Constants.KC_ACTION_EXECUTING, enrolment.getProviderId());
        gate.enrolling(enrolment.getAlias());
        return AuthenticationManager.redirectToRequiredActions(
                context.getSession(), context.getRealm(), authSession, context.getUriInfo(), enrolment.getAlias());
    }

    /** Takes the enrolment off the list when this very request cancels it; the gate then says so. */
    void endIfCancelled() {
        String alias = gate.enrolling().orElse(null);
        if (alias != null && isCancelled(alias)) {
            context.getAuthenticationSession().removeRequiredAction(alias);
            gate.enrolmentEnded();
            gate.message("appPasswordSetUpCancelled");
        }
    }

    private boolean isCancelled(String alias) {
        RequiredActionProviderModel enrolment = context.getRealm().getRequiredActionProviderByAlias(alias);
        return enrolment != null
                && ActionRequest.of(context.getHttpRequest())
                        .filter(ActionRequest::cancelled)
                        .filter(request -> request.providerId().equals(enrolment.getProviderId()))
                        .isPresent();
    }
}
