package io.github.keycloakapppasswords.lifecycle;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** The user sessions that an app password opened, by Keycloak's password grant. */
public final class OpenedSessions {

    /** The user-session note that names the app password which opened the session. */
    public static final String CREDENTIAL_NOTE = "app-password.credential-id";

    private final KeycloakSession session;

    OpenedSessions(KeycloakSession session) {
        this.session = session;
    }

    /** Ends those that this app password opened: their refresh tokens are refused from then on. */
    void endOf(RealmModel realm, UserModel user, String credentialId) {
        List<UserSessionModel> opened = session.sessions()
                .getUserSessionsStream(realm, user)
                .filter(candidate -> credentialId.equals(candidate.getNote(CREDENTIAL_NOTE)))
                .toList();
        opened.forEach(ended -> session.sessions().removeUserSession(realm, ended));
    }
}
