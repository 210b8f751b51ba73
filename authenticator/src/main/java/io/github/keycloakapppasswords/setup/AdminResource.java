package io.github.keycloakapppasswords.setup;

import io.github.keycloakapppasswords.gateway.GatewaysResource;
import jakarta.ws.rs.Path;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** The paths below {@code /admin/realms/{realm}/app-passwords/}. Each resource checks the permissions it needs. */
public final class AdminResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    AdminResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
    }

    /** Turning a realm on. */
    @Path("setup")
    public SetupResource setup() {
        return new SetupResource(session, realm, auth, adminEvent);
    }

    /** Its gateways. */
    @Path("gateways")
    public GatewaysResource gateways() {
        return new GatewaysResource(session, auth, adminEvent);
    }
}
