package io.github.keycloakapppasswords.store;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.row.AppPasswordRows;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Ends app passwords, and records the time and cause: the only way by which this extension removes one. Also catches up with
 * removals by Keycloak's own consoles. In the session's transaction.
 *
 * <p><b>Security.</b> Touches credentials of the type {@code app-password} only, and of the given user only. Decides nothing
 * about who may end one: that is the caller's.
 */
public final class AppPasswordEnds {

    private final KeycloakSession session;
    private final Clock clock;

    public AppPasswordEnds(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /**
     * Ends one: it is refused from the next validation on.
     *
     * @return {@code false} if this user has no app password of that id; nothing was changed then
     */
    public boolean end(RealmModel realm, UserModel user, String credentialId, EndCause cause) {
        CredentialModel stored = user.credentialManager().getStoredCredentialById(credentialId);
        if (stored == null || !AppPasswordCredentialModel.TYPE.equals(stored.getType())) {
            return false;
        }
        if (!user.credentialManager().removeStoredCredentialById(credentialId)) {
            return false;
        }
        new AppPasswordRows(session).relabel(realm.getId(), user.getId(), credentialId, stored.getUserLabel());
        note(realm, user, credentialId, cause, clock.instant());
        keepNewest(realm, user);
        return true;
    }

    /**
     * Notes the end of those that were removed past this extension, as revoked now. Whether a credential is gone is
     * read from the database: the user's cached entry may not know yet of one that another node has just made.
     *
     * @return how many
     */
    public int catchUp(RealmModel realm, UserModel user) {
        List<String> gone = new AppPasswordRows(session).goneOf(realm.getId(), user.getId());
        Instant now = clock.instant();
        int noted = (int) gone.stream()
                .filter(id -> note(realm, user, id, EndCause.REVOKED, now))
                .count();
        keepNewest(realm, user);
        return noted;
    }

    /**
     * As {@link #catchUp(RealmModel, UserModel)}, and keeps the label of one app password at its end: Keycloak's consoles
     * rename a credential without an event.
     *
     * @param credentialId which one; {@code null} if that is not known
     * @param label as it was stored, hostile like any; {@code null} if that is not known
     */
    public int catchUp(RealmModel realm, UserModel user, @Nullable String credentialId, @Nullable String label) {
        if (credentialId != null && label != null) {
            new AppPasswordRows(session).relabel(realm.getId(), user.getId(), credentialId, label);
        }
        return catchUp(realm, user);
    }

    private void keepNewest(RealmModel realm, UserModel user) {
        new AppPasswordRows(session).keepNewestEnded(realm.getId(), user.getId());
    }

    private boolean note(RealmModel realm, UserModel user, String credentialId, EndCause cause, Instant at) {
        Optional<AppPasswordHistory> ended =
                new AppPasswordRows(session).end(realm.getId(), user.getId(), credentialId, cause, at);
        ended.ifPresent(history ->
                session.getKeycloakSessionFactory().publish(new AppPasswordEnded(session, realm, user, history)));
        return ended.isPresent();
    }
}
