package io.github.keycloakapppasswords.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.inventory.Inventory;
import io.github.keycloakapppasswords.inventory.InventoryJson;
import io.github.keycloakapppasswords.inventory.Revocation;
import io.github.keycloakapppasswords.inventory.Revocation.Revoked;
import io.github.keycloakapppasswords.refusal.LastRefusal;
import io.github.keycloakapppasswords.refusal.LastRefusals;
import io.github.keycloakapppasswords.store.AppPasswordIssuer.Outcome.Issued;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * {@code /admin/realms/{realm}/app-passwords/users/{userId}}: the app passwords of one user.
 *
 * <p><b>Security.</b> Every call needs permission on this very user, by role or by fine-grained permission: to view the user,
 * to manage the user, and for issuing also to set the user's password, since an app password opens the user's mail. Only
 * credentials of the type {@code app-password} and of this user are changed.
 */
public final class UserAppPasswordsResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final AdminPermissionEvaluator auth;
    private final Clock clock;
    private final Audit audit;

    /** @param user the one of the path */
    public UserAppPasswordsResource(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            AdminPermissionEvaluator auth,
            AdminEventBuilder adminEvent,
            Clock clock) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.auth = auth;
        this.clock = clock;
        this.audit = new Audit(session, realm, user, auth.adminAuth(), adminEvent);
    }

    /** Those the user has, those that ended and are remembered, and why a device of the user was refused last. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response list() {
        auth.users().requireView(user);
        Inventory inventory = Inventory.of(session, realm, user, clock);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("appPasswords", InventoryJson.live(inventory.live(), true));
        json.set("ended", InventoryJson.ended(inventory.ended()));
        json.set(
                "lastRefusal",
                new LastRefusals(session)
                        .of(realm.getId(), user.getId())
                        .map(UserAppPasswordsResource::refusal)
                        .orElse(null));
        return JsonAnswers.ok(json);
    }

    /**
     * Issues an app password for a device or a service, flagged as such.
     *
     * @param body label, protocols, networks, expiresAt
     * @return the entry of the list, and the secret, which no later answer contains
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response issue(byte @Nullable [] body) {
        requireChange();
        Issued issued = new DeviceIssue(session, realm, user, clock)
                .issue(auth.adminAuth().getUser().getId(), body);
        AppPasswordCredential made = issued.credential();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", made.id())
                .put("label", made.label())
                .put("createdAt", made.createdAt().toString());
        InventoryJson.putData(json, made.data(), true);
        audit.issued(made.id(), made.label(), json.deepCopy());
        json.put("secret", issued.secret().reveal());
        return JsonAnswers.ok(json);
    }

    /** Revokes one; 404 if the user has no app password of that id. */
    @DELETE
    @Path("{credentialId}")
    public Response revoke(@PathParam("credentialId") String credentialId) {
        requireChange();
        Revoked revoked = revocation().one(credentialId).orElseThrow(JsonAnswers::noSuchAppPassword);
        audit.revoked(revoked);
        return JsonAnswers.nothing();
    }

    /** Revokes all. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public Response revokeAll() {
        requireChange();
        List<Revoked> revoked = revocation().all(id -> true);
        revoked.forEach(audit::revoked);
        return JsonAnswers.ok(JsonNodeFactory.instance.objectNode().put("revoked", revoked.size()));
    }

    /** As Keycloak 26.8.1 does for every credential (CVE-2026-94001); before, a denied {@code reset-password} did not count. */
    private void requireChange() {
        auth.users().requireManage(user);
        auth.users().requireResetPassword(user);
    }

    private Revocation revocation() {
        return new Revocation(session, realm, user, clock);
    }

    private static ObjectNode refusal(LastRefusal refusal) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("at", refusal.at().toString())
                .put("reason", refusal.reason())
                .put("protocol", refusal.protocol().id())
                .put("address", refusal.address())
                .put("gateway", refusal.gateway());
    }
}
