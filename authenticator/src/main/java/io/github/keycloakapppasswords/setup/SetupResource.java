package io.github.keycloakapppasswords.setup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.setup.Part.Status;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * {@code /admin/realms/{realm}/app-passwords/setup}: turns app passwords on in a realm. Makes what is missing, touches
 * nothing that exists, and tells of each part whether it was created, kept, or is in the way and what to do; then come hints
 * about the realm. May be called any number of times.
 */
public final class SetupResource {

    private final AdminPermissionEvaluator auth;
    private final RequiredActionPart requiredAction;
    private final DirectGrantFlowPart directGrantFlow;
    private final MailLinksPart mailLinks;
    private final AccountPagePart accountPage;
    private final SetupHints hints;
    private final String realmName;

    SetupResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.auth = auth;
        this.requiredAction = new RequiredActionPart(session, realm, adminEvent);
        this.directGrantFlow = new DirectGrantFlowPart(realm, adminEvent);
        this.mailLinks = new MailLinksPart(session, realm);
        this.accountPage = new AccountPagePart(session, realm, adminEvent);
        this.hints = new SetupHints(session, realm);
        this.realmName = realm.getName();
    }

    /** The state, changing nothing; needs view-realm. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response get() {
        auth.realm().requireViewRealm();
        return report(false, false);
    }

    /**
     * Makes what is missing; needs manage-realm.
     *
     * @param withAccountPage whether to give the realm the account theme that has the page
     * @param body ignored; a method without a parameter would have Keycloak read it as a form first, and fail if it is none
     */
    @PUT
    @Produces(MediaType.APPLICATION_JSON)
    public Response put(
            @QueryParam("accountPage") @DefaultValue("false") boolean withAccountPage, byte @Nullable [] body) {
        auth.realm().requireManageRealm();
        return report(true, withAccountPage);
    }

    private Response report(boolean make, boolean withAccountPage) {
        Part action = requiredAction.check(make);
        Part flow = directGrantFlow.check(make);
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("summary", summary(List.of(action, flow)));
        report.set("requiredAction", action.json());
        report.set("directGrantFlow", flow.json());
        report.set("mailLinks", mailLinks.check().json());
        report.set("accountPage", accountPage.check(withAccountPage).json());
        ArrayNode list = report.putArray("hints");
        hints.all().forEach(list::add);
        return Response.ok(report.toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }

    private String summary(List<Part> parts) {
        if (parts.stream().anyMatch(part -> part.status() == Status.CONFLICT)) {
            return "App passwords are not set up in the realm " + realmName
                    + ": something is in the way. The part with the status conflict says what to do.";
        }
        return parts.stream().anyMatch(part -> part.status() == Status.MISSING)
                ? "App passwords are not set up in the realm " + realmName + ": a part is missing. Run kcadm.sh update"
                        + " app-passwords/setup -r " + realmName + " -o"
                : "App passwords are set up in the realm " + realmName + ".";
    }
}
