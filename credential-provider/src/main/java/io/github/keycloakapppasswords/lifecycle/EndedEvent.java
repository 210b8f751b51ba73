package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.event.AbsentRequest;
import io.github.keycloakapppasswords.event.EventDetails;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The Keycloak event of an app password that ended by itself, with its cause as reason. */
final class EndedEvent {

    private EndedEvent() {}

    /** @param label as stored */
    static void tell(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            String credentialId,
            @Nullable String label,
            EndCause cause) {
        OwnTransaction.lastAttempt(session);
        AbsentRequest.standIn(session);
        new EventBuilder(realm, session)
                .event(EventType.REMOVE_CREDENTIAL)
                .user(user)
                .detail(EventDetails.AUTH_METHOD, EventDetails.APP_PASSWORD)
                .detail(EventDetails.CREDENTIAL_TYPE, AppPasswordCredentialModel.TYPE)
                .detail(EventDetails.CREDENTIAL_ID, credentialId)
                .detail(EventDetails.CREDENTIAL_LABEL, Label.harmless(label))
                .detail(EventDetails.REASON, cause.id())
                .success();
    }
}
