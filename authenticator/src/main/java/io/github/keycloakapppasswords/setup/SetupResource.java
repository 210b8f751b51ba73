package io.github.keycloakapppasswords.setup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.http.StrictJson;
import io.github.keycloakapppasswords.setup.Part.Status;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * {@code /admin/realms/{realm}/app-passwords/setup}: turns app passwords on in a realm. Makes the missing parts, changes no
 * existing part, and reports for each part whether it was created, kept, or needs an action of the admin; then come hints about
 * the realm. May be called any number of times.
 */
public final class SetupResource {

    private record Request(OauthClientPart.@Nullable Request oauthClient) {}

    private final AdminPermissionEvaluator auth;
    private final RequiredActionPart requiredAction;
    private final DirectGrantFlowPart directGrantFlow;
    private final MailLinksPart mailLinks;
    private final OauthClientPart oauthClient;
    private final AccountPagePart accountPage;
    private final SetupHints hints;
    private final String realmName;

    public SetupResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.auth = auth;
        this.requiredAction = new RequiredActionPart(session, realm, adminEvent);
        this.directGrantFlow = new DirectGrantFlowPart(realm, adminEvent);
        this.mailLinks = new MailLinksPart(session, realm);
        this.oauthClient = new OauthClientPart(session, realm, auth, adminEvent);
        this.accountPage = new AccountPagePart(session, realm, adminEvent);
        this.hints = new SetupHints(session, realm);
        this.realmName = realm.getName();
    }

    /** The state, changing nothing; needs view-realm. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response get() {
        auth.realm().requireViewRealm();
        return report(false, Optional.empty(), false);
    }

    /**
     * Makes what is missing; needs manage-realm, and manage-clients for a client whose tokens a gateway takes.
     *
     * @param withAccountPage whether to give the realm the account theme that has the page: true or false, once at most
     * @param body JSON with the request for such a client in the field {@code oauthClient}, see {@link OauthClientPart};
     *     nothing is made for an empty body or an object without the field
     * @throws org.keycloak.services.ErrorResponseException 400 if either is anything else
     */
    @PUT
    @Produces(MediaType.APPLICATION_JSON)
    public Response put(@QueryParam(AccountPagePart.PARAMETER) List<String> withAccountPage, byte @Nullable [] body) {
        auth.realm().requireManageRealm();
        boolean page = JsonAnswers.valid(() -> AccountPagePart.isAskedFor(withAccountPage));
        Optional<OauthClientPart.Request> client = Optional.ofNullable(body)
                .filter(sent -> sent.length > 0)
                .map(sent -> JsonAnswers.valid(() -> requested(sent)).oauthClient());
        return report(true, client.map(oauthClient::make), page);
    }

    /** A field that is there and {@code null} is most likely a variable of a script that was empty. */
    private static Request requested(byte[] body) {
        ObjectNode json = StrictJson.object(body);
        json.properties().stream()
                .filter(field -> field.getValue().isNull())
                .findFirst()
                .ifPresent(field -> {
                    throw new InvalidRequestException(field.getKey(), field.getKey() + " must be a JSON object.");
                });
        return StrictJson.read(json, Request.class);
    }

    private Response report(boolean make, Optional<Part> client, boolean withAccountPage) {
        Part action = requiredAction.check(make);
        Part flow = directGrantFlow.check(make);
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        List<Part> required =
                Stream.concat(Stream.of(action, flow), client.stream()).toList();
        report.put("summary", summary(required));
        report.set("requiredAction", action.json());
        report.set("directGrantFlow", flow.json());
        report.set("mailLinks", mailLinks.check().json());
        client.ifPresent(part -> report.set("oauthClient", part.json()));
        report.set("accountPage", accountPage.check(withAccountPage).json());
        ArrayNode list = report.putArray("hints");
        hints.all().forEach(list::add);
        return JsonAnswers.ok(report);
    }

    private String summary(List<Part> parts) {
        if (parts.stream().anyMatch(part -> part.status() == Status.CONFLICT)) {
            return "App passwords are not set up in the realm " + realmName
                    + ": a conflict prevents the set-up. The part with the status conflict names the remedy.";
        }
        return parts.stream().anyMatch(part -> part.status() == Status.MISSING)
                ? "App passwords are not set up in the realm " + realmName + ": a part is missing. Run kcadm.sh update"
                        + " app-passwords/setup -r " + realmName + " -o"
                : "App passwords are set up in the realm " + realmName + ".";
    }
}
