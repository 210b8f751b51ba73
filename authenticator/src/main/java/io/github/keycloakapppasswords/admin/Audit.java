package io.github.keycloakapppasswords.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.event.EventDetails;
import io.github.keycloakapppasswords.inventory.Revocation.Revoked;
import io.github.keycloakapppasswords.term.Label;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * Records an admin's change of a user's app passwords: as an admin event, and as a user event, which Keycloak's e-mail listener
 * sends to the user.
 */
final class Audit {

    private static final String RESOURCE_TYPE = "APP_PASSWORD";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final AdminAuth admin;
    private final AdminEventBuilder adminEvent;

    Audit(KeycloakSession session, RealmModel realm, UserModel user, AdminAuth admin, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.admin = admin;
        this.adminEvent = adminEvent;
    }

    /** @param representation without its secret */
    void issued(String credentialId, String label, JsonNode representation) {
        tellUser(EventType.UPDATE_CREDENTIAL, credentialId, label);
        adminEvent
                .operation(OperationType.CREATE)
                .resource(RESOURCE_TYPE)
                .resourcePath("app-passwords", "users", user.getId(), credentialId)
                .representation(representation)
                .success();
    }

    void revoked(Revoked revoked) {
        tellUser(EventType.REMOVE_CREDENTIAL, revoked.id(), revoked.label());
        adminEvent
                .operation(OperationType.DELETE)
                .resource(RESOURCE_TYPE)
                .resourcePath("app-passwords", "users", user.getId(), revoked.id())
                .representation(revoked)
                .success();
    }

    private void tellUser(EventType type, String credentialId, String label) {
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(type)
                .client(admin.getClient())
                .user(user)
                .detail(EventDetails.AUTH_METHOD, EventDetails.APP_PASSWORD)
                .detail(EventDetails.CREDENTIAL_TYPE, AppPasswordCredentialModel.TYPE)
                .detail(EventDetails.CREDENTIAL_ID, credentialId)
                .detail(EventDetails.CREDENTIAL_LABEL, Label.harmless(label))
                .detail(EventDetails.ADMIN_ID, admin.getUser().getId())
                .success();
    }
}
