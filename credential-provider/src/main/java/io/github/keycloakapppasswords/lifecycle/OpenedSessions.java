package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.UserStorageUtil;

/** The user sessions that an app password opened, by Keycloak's password grant. */
public final class OpenedSessions {

    /** The user-session note that names the app password which opened the session. */
    public static final String CREDENTIAL_NOTE = "app-password.credential-id";

    private static final Logger LOG = Logger.getLogger(OpenedSessions.class);

    private final KeycloakSession session;

    OpenedSessions(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Ends the sessions that this app password opened: their refresh tokens are refused from then on. Keycloak (26.7.4,
     * {@code PersistentUserSessionProvider}) looks the user up before it lists the sessions. If the user's storage is
     * unavailable or does not have the user now, that would fail, or delete the user; then all of the user's earlier tokens
     * become invalid, in every kind of session.
     *
     * @param at the time of the end
     */
    void endOf(RealmModel realm, UserModel user, String credentialId, Instant at) {
        if (isThere(realm, user)) {
            List<UserSessionModel> opened = session.sessions()
                    .getUserSessionsStream(realm, user)
                    .filter(candidate -> credentialId.equals(candidate.getNote(CREDENTIAL_NOTE)))
                    .toList();
            opened.forEach(ended -> session.sessions().removeUserSession(realm, ended));
        } else {
            refuseTokens(realm, user, at);
        }
    }

    private boolean isThere(RealmModel realm, UserModel user) {
        if (StorageId.isLocalStorage(user.getId()) && !user.isFederated()) {
            return true;
        }
        try {
            return new ImportedUsers(session, realm).byId(user.getId()) != null;
        } catch (RuntimeException e) {
            LOG.debugf(e, "The storage of the user %s is unavailable", user.getId());
            return false;
        }
    }

    private void refuseTokens(RealmModel realm, UserModel user, Instant at) {
        // also those of the second that is not over
        int notBefore = (int) at.getEpochSecond() + 1;
        if (StorageId.isLocalStorage(user.getId())) {
            UserStoragePrivateUtil.userLocalStorage(session).setNotBeforeForUser(realm, user, notBefore);
        } else {
            UserStorageUtil.userFederatedStorage(session).setNotBeforeForUser(realm, user.getId(), notBefore);
        }
        new ImportedUsers(session, realm).forget(user);
    }
}
