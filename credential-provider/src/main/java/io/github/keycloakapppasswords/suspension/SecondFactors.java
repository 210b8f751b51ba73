package io.github.keycloakapppasswords.suspension;

import io.github.keycloakapppasswords.factor.FactorAbsence;
import io.github.keycloakapppasswords.policy.AcceptedLinks;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.row.AppPasswordOwners;
import io.github.keycloakapppasswords.work.PendingWork;
import io.github.keycloakapppasswords.work.PendingWork.Kind;
import io.github.keycloakapppasswords.work.PendingWorks;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;

/**
 * Whether users still have a second factor, and since when they do not.
 *
 * <p>The state of a user's factors is kept in the cached user's entry, as app passwords are: an answer from the cache
 * costs no SQL, and a change of the user's credentials makes every node read the state again. A new state is written in
 * the background.
 *
 * <p><b>Security.</b> The time at which the last factor went is in the database, so that neither a restart nor another
 * node gives a new grace; {@link FactorAbsence} says what else does not.
 */
public final class SecondFactors {

    private static final String CACHE_KEY = SecondFactors.class.getName();

    private final KeycloakSession session;

    public SecondFactors(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Whether the user's app passwords are suspended; not to be asked for those that were issued for devices.
     *
     * @param now the time of the question, as the notes' are
     */
    public boolean suspend(RealmModel realm, UserModel user, Instant now) {
        Policy policy = Policy.inForce(realm);
        Duration grace = policy.lifeCycle().suspensionGrace();
        KnownFactors known = known(user);
        boolean alive = known.hasOneOf(policy.secondFactors())
                || !AcceptedLinks.of(session, realm, user, policy).isEmpty();
        FactorAbsence absence = known.absence();
        FactorAbsence news = alive ? absence.back(now) : absence.gone(now, grace);
        if (!news.equals(absence)) {
            new AbsenceNotes(session).noteBehind(realm, user, known, alive, now);
        }
        return news.suspends(now, grace);
    }

    /**
     * Checks a user whose credentials have just changed, after the commit. Users who never had an app password are left alone.
     */
    public void look(String realmId, String userId, Instant now) {
        if (new AppPasswordOwners(session).isOwner(userId)) {
            new PendingWorks(session).note(PendingWork.ofUser(Kind.SECOND_FACTORS, realmId, userId, now));
        }
    }

    private KnownFactors known(UserModel user) {
        if (user instanceof CachedUserModel cached && !cached.isMarkedForEviction()) {
            Map<Object, Object> entry = cachedWith(cached);
            if (entry.get(CACHE_KEY) instanceof KnownFactors known) {
                return known;
            }
            KnownFactors known = learn(user);
            entry.put(CACHE_KEY, known);
            return known;
        }
        return learn(user);
    }

    private KnownFactors learn(UserModel user) {
        return new KnownFactors(FactorTypes.of(user), new AppPasswordOwners(session).absence(user.getId()));
    }

    @SuppressWarnings("unchecked") // Keycloak declares the raw type
    private static Map<Object, Object> cachedWith(CachedUserModel user) {
        return (Map<Object, Object>) user.getCachedWith();
    }
}
