package io.github.keycloakapppasswords.rest;

import io.github.keycloakapppasswords.admin.NotMovedResource;
import io.github.keycloakapppasswords.admin.UserAppPasswordsResource;
import io.github.keycloakapppasswords.gateway.GatewaysResource;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.setup.SetupResource;
import io.github.keycloakapppasswords.term.StorableText;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** The paths below {@code /admin/realms/{realm}/app-passwords/}. Each resource checks the permissions it needs. */
public final class AdminResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;
    private final Clock clock;

    AdminResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator auth,
            AdminEventBuilder adminEvent,
            Clock clock) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
        this.clock = clock;
    }

    /** Turning a realm on. */
    @Path("setup")
    public SetupResource setup() {
        return new SetupResource(session, realm, auth, adminEvent);
    }

    /** Users whose devices still send the main password. */
    @Path("not-moved")
    public NotMovedResource notMoved() {
        return new NotMovedResource(session, realm, auth, clock);
    }

    /** Its gateways. */
    @Path("gateways")
    public GatewaysResource gateways() {
        return new GatewaysResource(session, auth, adminEvent);
    }

    /** A user's app passwords; 404 if the user does not exist, or 403 to an admin who may not look for users. */
    @Path("users/{userId}")
    public UserAppPasswordsResource user(@PathParam("userId") String userId) {
        boolean isThere = new StorableText(session).canHold(userId)
                && !new ImportedUsers(session, realm).isDeletedByLookUp(userId);
        UserModel user = isThere ? session.users().getUserById(realm, userId) : null;
        if (user == null) {
            // as Keycloak's own UsersResource: ids must not be found out
            throw auth.users().canQuery()
                    ? JsonAnswers.problem(Status.NOT_FOUND, "user_not_found", null, "The realm has no user of that id.")
                    : new ForbiddenException();
        }
        return new UserAppPasswordsResource(session, realm, user, auth, adminEvent, clock);
    }
}
