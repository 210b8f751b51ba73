package io.github.keycloakapppasswords.store;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import io.github.keycloakapppasswords.work.PendingWork;
import io.github.keycloakapppasswords.work.PendingWorks;
import java.time.Clock;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Revokes app passwords together with a change that Keycloak makes, in Keycloak's transaction: both hold, or neither. Only
 * notes that there, so that nothing which ends the same one at the same time makes the change fail. Its credential goes
 * after the commit: see {@link PendingWorks}.
 *
 * <p><b>Security.</b> It is refused from the commit on, also if this node dies between the commit and the end of the credential: what
 * was noted is read with the user's app passwords, and a node that has the user in its cache reads it within three seconds (ADR 29).
 */
public final class AppPasswordRevocations {

    private final KeycloakSession session;
    private final Clock clock;

    public AppPasswordRevocations(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /**
     * Revokes one.
     *
     * @return {@code false} if this user has no app password of that id; nothing was noted then
     */
    public boolean revoke(RealmModel realm, UserModel user, String credentialId, EndCause cause) {
        CredentialModel stored = user.credentialManager().getStoredCredentialById(credentialId);
        if (stored == null || !AppPasswordCredentialModel.TYPE.equals(stored.getType())) {
            return false;
        }
        new PendingWorks(session)
                .note(PendingWork.revoked(realm.getId(), user.getId(), credentialId, cause, clock.instant()));
        // what the caches of all nodes know of the user does not have it
        new ImportedUsers(session, realm).forget(user);
        return true;
    }
}
