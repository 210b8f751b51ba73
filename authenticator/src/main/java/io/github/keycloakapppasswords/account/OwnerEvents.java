package io.github.keycloakapppasswords.account;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.event.EventDetails;
import io.github.keycloakapppasswords.inventory.Revocation.Revoked;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/** Records an owner's changes as Keycloak's own events. Labels are harmless here already. */
final class OwnerEvents {

    private final KeycloakSession session;
    private final Owner owner;

    OwnerEvents(KeycloakSession session, Owner owner) {
        this.session = session;
        this.owner = owner;
    }

    void revoked(Revoked revoked) {
        event(EventType.REMOVE_CREDENTIAL, revoked.id(), revoked.label()).success();
    }

    void renamed(String credentialId, String previousLabel, String label) {
        event(EventType.UPDATE_CREDENTIAL, credentialId, label)
                .detail(EventDetails.PREVIOUS_LABEL, previousLabel)
                .success();
    }

    private EventBuilder event(EventType type, String credentialId, String label) {
        return new EventBuilder(owner.realm(), session, session.getContext().getConnection())
                .event(type)
                .client(owner.client())
                .user(owner.user())
                .session(owner.userSession())
                .detail(EventDetails.AUTH_METHOD, EventDetails.APP_PASSWORD)
                .detail(EventDetails.CREDENTIAL_TYPE, AppPasswordCredentialModel.TYPE)
                .detail(EventDetails.CREDENTIAL_ID, credentialId)
                .detail(EventDetails.CREDENTIAL_LABEL, label);
    }
}
