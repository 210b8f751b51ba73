package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.event.AbsentRequest;
import io.github.keycloakapppasswords.event.EventDetails;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The Keycloak event of an app password that ended by itself, with its cause as reason. */
final class EndedEvent {

    private EndedEvent() {}

    /** The events of several. Comes last in a transaction: what listeners were told cannot be taken back. */
    static void tell(
            KeycloakSession session, RealmModel realm, Map<AppPasswordHistory, UserModel> ended, EndCause cause) {
        if (!ended.isEmpty()) {
            OwnTransaction.lastAttempt(session);
            ended.forEach((one, owner) -> send(session, realm, owner, one.id(), one.label(), cause));
        }
    }

    /** @param label as stored */
    static void tell(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            String credentialId,
            @Nullable String label,
            EndCause cause) {
        OwnTransaction.lastAttempt(session);
        send(session, realm, user, credentialId, label, cause);
    }

    private static void send(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            String credentialId,
            @Nullable String label,
            EndCause cause) {
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
