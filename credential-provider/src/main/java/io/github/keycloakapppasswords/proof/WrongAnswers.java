package io.github.keycloakapppasswords.proof;

import java.util.List;
import java.util.stream.IntStream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;

/**
 * Wrong one-time codes at the gate, by user, over all of the user's sessions and logins.
 *
 * <p><b>Security.</b> Keycloak's own protector counts them as well, but forgets them at the next login with the right password
 * ({@code DefaultBruteForceProtector.success}, 26.7.4). Where the browser flow asks for no second factor, a thief of the
 * password could therefore guess a few codes, cancel, log in again, and so on. Here as many as the realm's failure factor
 * within the realm's longest wait lock the gate until the first of them is that old. Each takes a separate slot, which no other
 * request can take. They count also where the realm's brute-force protection is off, as it is by default: this locks nothing
 * but the gate.
 */
public final class WrongAnswers {

    private static final long SHORTEST_SECONDS = 60;

    /** However high the realm's failure factor. */
    private static final int MOST = 100;

    private final RealmModel realm;
    private final SingleUseObjectProvider store;
    private final String user;

    public WrongAnswers(KeycloakSession session, RealmModel realm, UserModel user) {
        this.realm = realm;
        this.store = session.singleUseObjects();
        this.user = user.getId();
    }

    /**
     * Counts an answer as wrong before it is looked at; {@link #clear} follows if it is right. So there are never more
     * guesses than slots, however many are sent at once.
     *
     * @return false if there were too many, and the answer must not be looked at
     */
    public boolean add() {
        long seconds = Math.max(SHORTEST_SECONDS, realm.getMaxFailureWaitSeconds());
        for (String slot : slots()) {
            if (store.putIfAbsent(slot, seconds)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there were too many. */
    public boolean areTooMany() {
        return slots().stream().allMatch(store::contains);
    }

    /** Forgets them, after a right answer. */
    public void clear() {
        slots().stream().filter(store::contains).forEach(store::remove);
    }

    private List<String> slots() {
        return IntStream.range(0, Math.min(Math.max(1, realm.getFailureFactor()), MOST))
                .mapToObj(slot -> "app-passwords.wrong-answer." + user + "." + slot)
                .toList();
    }
}
