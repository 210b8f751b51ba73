package io.github.keycloakapppasswords.credential;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Ends app passwords, and notes when and why: the one way by which this extension removes one, and where it catches up
 * with those that Keycloak's own consoles removed. In the session's transaction.
 *
 * <p><b>Security.</b> Touches credentials of the type {@code app-password} only, and of the given user only. Decides
 * nothing about who may end one: that is the caller's.
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
        note(realm, user, credentialId, cause, clock.instant());
        return true;
    }

    /**
     * Ends those that match, also such as this release cannot read.
     *
     * @param which of the credential ids
     * @return how many
     */
    public int endAll(RealmModel realm, UserModel user, Predicate<String> which, EndCause cause) {
        List<String> ids = stored(user).stream().filter(which).toList();
        return (int) ids.stream().filter(id -> end(realm, user, id, cause)).count();
    }

    /**
     * Notes the end of those that were removed past this extension, as revoked now.
     *
     * @return how many
     */
    public int catchUp(RealmModel realm, UserModel user) {
        Set<String> live = Set.copyOf(stored(user));
        List<String> gone = new AppPasswordRows(session)
                .of(realm.getId(), user.getId()).stream()
                        .filter(row -> !row.hasEnded())
                        .map(AppPasswordEntity::id)
                        .filter(id -> !live.contains(id))
                        .toList();
        Instant now = clock.instant();
        return (int) gone.stream()
                .filter(id -> note(realm, user, id, EndCause.REVOKED, now))
                .count();
    }

    private boolean note(RealmModel realm, UserModel user, String credentialId, EndCause cause, Instant at) {
        Optional<AppPasswordHistory> ended =
                new AppPasswordRows(session).end(realm.getId(), user.getId(), credentialId, cause, at);
        ended.ifPresent(history ->
                session.getKeycloakSessionFactory().publish(new AppPasswordEnded(session, realm, user, history)));
        return ended.isPresent();
    }

    private static List<String> stored(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(AppPasswordCredentialModel.TYPE)
                .map(CredentialModel::getId)
                .toList();
    }
}
