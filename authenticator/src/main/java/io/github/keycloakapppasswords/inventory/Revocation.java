package io.github.keycloakapppasswords.inventory;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.store.AppPasswordEnds;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.work.RealmWork;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Revokes app passwords of one user, in a separate transaction that is committed when a method returns: a conflict with another
 * transaction does not make it fail, and a failure of the request does not undo it.
 *
 * <p><b>Security.</b> The ids come from the caller: an id of another user, or of a credential that is not an app password, is
 * as unknown as a made-up id, and nothing is changed.
 */
public final class Revocation {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final Clock clock;

    public Revocation(KeycloakSession session, RealmModel realm, UserModel user, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.clock = clock;
    }

    /**
     * A revoked app password.
     *
     * @param label made harmless
     */
    public record Revoked(String id, String label) {}

    /** Revokes one; empty if this user has no app password of that id. */
    public Optional<Revoked> one(String credentialId) {
        return all(credentialId::equals).stream().findFirst();
    }

    /** Revokes the app passwords with matching ids, also unreadable ones; by id, in the order in which uses are written. */
    public List<Revoked> all(Predicate<String> which) {
        return new RealmWork(session.getKeycloakSessionFactory(), realm.getId())
                .callForOwner(
                        "revoking app passwords",
                        user.getId(),
                        (own, ownRealm, owner) -> revoke(new AppPasswordEnds(own, clock), ownRealm, owner, which))
                .orElse(List.of());
    }

    private static List<Revoked> revoke(
            AppPasswordEnds ends, RealmModel realm, UserModel owner, Predicate<String> which) {
        List<CredentialModel> chosen = stored(owner).stream()
                .filter(stored -> which.test(stored.getId()))
                .sorted(Comparator.comparing(CredentialModel::getId))
                .toList();
        return chosen.stream()
                .filter(stored -> ends.end(realm, owner, stored.getId(), EndCause.REVOKED))
                .map(stored -> new Revoked(stored.getId(), Label.harmless(stored.getUserLabel())))
                .toList();
    }

    /** Whether the user has an app password of that id. */
    public boolean has(String credentialId) {
        return stored(user).stream().anyMatch(stored -> credentialId.equals(stored.getId()));
    }

    private static List<CredentialModel> stored(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(AppPasswordCredentialModel.TYPE)
                .toList();
    }
}
