package io.github.keycloakapppasswords.proof;

import jakarta.ws.rs.core.Response;
import java.util.Optional;
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
public final class Enrolment {

    private final RequiredActionContext context;
    private final GateSession gate;

    public Enrolment(RequiredActionContext context, GateSession gate) {
        this.context = context;
        this.gate = gate;
    }

    /** The redirect that begins the enrolment. */
    public Response begin(RequiredActionProviderModel enrolment) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        authSession.addRequiredAction(enrolment.getAlias());
        authSession.setClientNote(Constants.KC_ACTION_EXECUTING, enrolment.getProviderId());
        gate.enrolling(enrolment.getAlias());
        return AuthenticationManager.redirectToRequiredActions(
                context.getSession(), context.getRealm(), authSession, context.getUriInfo(), enrolment.getAlias());
    }

    /**
     * Ends the enrolment when this very request is its last: cancelled, it comes off the list, and the gate says so; done, it
     * is no longer what Cancel would cancel, since Keycloak may have something else follow it (recovery codes).
     */
    public void endWith(Optional<ActionRequest> request) {
        String alias = gate.enrolling().orElse(null);
        if (alias == null || request.filter(r -> isOf(alias, r)).isEmpty()) {
            return;
        }
        gate.enrolmentEnded();
        context.getAuthenticationSession().removeClientNote(Constants.KC_ACTION_EXECUTING);
        if (request.get().cancelled()) {
            context.getAuthenticationSession().removeRequiredAction(alias);
            gate.message("appPasswordSetUpCancelled");
        }
    }

    private boolean isOf(String alias, ActionRequest request) {
        RequiredActionProviderModel enrolment = context.getRealm().getRequiredActionProviderByAlias(alias);
        return enrolment != null && request.providerId().equals(enrolment.getProviderId());
    }
}
