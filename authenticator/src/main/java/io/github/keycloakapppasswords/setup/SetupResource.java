package io.github.keycloakapppasswords.setup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * {@code /admin/realms/{realm}/app-passwords/setup}: turns app passwords on in a realm. Makes what is missing, touches
 * nothing that exists, and tells of each part whether it was created, kept, or is in the way and what to do. May be
 * called any number of times.
 */
public final class SetupResource {

    private final AdminPermissionEvaluator auth;
    private final RequiredActionPart requiredAction;
    private final DirectGrantFlowPart directGrantFlow;
    private final MailLinksPart mailLinks;

    SetupResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.auth = auth;
        this.requiredAction = new RequiredActionPart(session, realm, adminEvent);
        this.directGrantFlow = new DirectGrantFlowPart(realm, adminEvent);
        this.mailLinks = new MailLinksPart(session, realm);
    }

    /** The state, changing nothing; needs view-realm. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response get() {
        auth.realm().requireViewRealm();
        return report(false);
    }

    /**
     * Makes what is missing; needs manage-realm.
     *
     * @param body ignored; a method without a parameter would have Keycloak read it as a form first, and fail if it is none
     */
    @PUT
    @Produces(MediaType.APPLICATION_JSON)
    public Response put(byte @Nullable [] body) {
        auth.realm().requireManageRealm();
        return report(true);
    }

    private Response report(boolean make) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.set("requiredAction", requiredAction.check(make).json());
        report.set("directGrantFlow", directGrantFlow.check(make).json());
        report.set("mailLinks", mailLinks.check().json());
        return Response.ok(report.toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }
}
