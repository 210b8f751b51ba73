package io.github.keycloakapppasswords.suspension;

import io.github.keycloakapppasswords.factor.FactorAbsence;
import io.github.keycloakapppasswords.policy.AcceptedLinks;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.row.AppPasswordOwners;
import io.github.keycloakapppasswords.row.AppPasswordOwners.Changed;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStoragePrivateUtil;

/**
 * Records that users' second factors were removed or came back, and publishes the suspension and resumption of app passwords.
 * Writing methods are for an {@link OwnTransaction}.
 */
public final class AbsenceNotes {

    private static final Logger LOG = Logger.getLogger(AbsenceNotes.class);

    private static final String EXECUTOR = "app-password-second-factors";

    private final KeycloakSession session;

    public AbsenceNotes(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Checks the factors of a user whose credentials were changed, past every cache, and records news.
     *
     * @throws org.keycloak.storage.StorageUnavailableException if the user's storage is unavailable
     */
    public void noteChanged(String realmId, String userId, Instant now) {
        lockAndFind(realmId, userId, (realm, user) -> note(realm, user, isCachedAsAlive(realm, user), now));
    }

    /** Locks before reading, so that of two transactions the later one reads the truth. */
    private Optional<FactorAbsence> lockAndFind(
            String realmId, String userId, BiFunction<RealmModel, UserModel, FactorAbsence> note) {
        new AppPasswordOwners(session).lock(userId);
        RealmModel realm = session.realms().getRealm(realmId);
        session.getContext().setRealm(realm);
        UserModel user = realm == null ? null : new ImportedUsers(session, realm).byId(userId);
        return realm == null || user == null ? Optional.empty() : Optional.of(note.apply(realm, user));
    }

    /** @param believedAlive whether a question about the user, answered from the caches, found a second factor */
    private FactorAbsence note(RealmModel realm, UserModel user, boolean believedAlive, Instant now) {
        Policy policy = Policy.inForce(realm);
        Duration grace = policy.lifeCycle().suspensionGrace();
        UserModel stored = pastCaches(realm, user);
        boolean alive = isAlive(stored, policy, AcceptedLinks.pastCaches(session, realm, user, policy));
        if ((!stored.isFederated() || alive != believedAlive) && user instanceof CachedUserModel cached) {
            cached.invalidate();
        }
        Changed changed = new AppPasswordOwners(session)
                .change(realm.getId(), user.getId(), absence -> alive ? absence.back(now) : absence.gone(now, grace));
        if (changed.before().suspendedAt() != null && changed.after().suspendedAt() == null) {
            tell(realm, user, false);
        }
        return changed.after();
    }

    /**
     * The user as the database has it. An imported user stays in the caches for it: an evicted one would be unknown while the
     * directory is away.
     */
    private UserModel pastCaches(RealmModel realm, UserModel user) {
        UserModel stored = StorageId.isLocalStorage(user.getId())
                ? UserStoragePrivateUtil.userLocalStorage(session).getUserById(realm, user.getId())
                : null;
        if (stored == null && user instanceof CachedUserModel cached) {
            cached.invalidate();
        }
        return stored == null ? user : stored;
    }

    private boolean isCachedAsAlive(RealmModel realm, UserModel user) {
        Policy policy = Policy.inForce(realm);
        return isAlive(user, policy, AcceptedLinks.of(session, realm, user, policy));
    }

    private static boolean isAlive(UserModel user, Policy policy, Collection<?> links) {
        return !links.isEmpty() || FactorTypes.of(user).stream().anyMatch(policy.secondFactors()::contains);
    }

    /**
     * Notes that the user's app passwords are suspended, if they are.
     *
     * @return whether that is news
     */
    public boolean noteSuspended(RealmModel realm, UserModel user, Instant now) {
        Duration grace = Policy.inForce(realm).lifeCycle().suspensionGrace();
        Changed changed = new AppPasswordOwners(session)
                .change(
                        realm.getId(),
                        user.getId(),
                        absence -> absence.suspends(now, grace) ? absence.suspended(now) : absence);
        boolean news = changed.before().suspendedAt() == null && changed.after().suspendedAt() != null;
        if (news) {
            tell(realm, user, true);
        }
        return news;
    }

    private void tell(RealmModel realm, UserModel user, boolean suspended) {
        session.getKeycloakSessionFactory().publish(new SuspensionChanged(session, realm, user, suspended));
    }

    /** After the answer, in a separate transaction; a failed write is repeated by the next question. */
    void noteBehind(RealmModel realm, UserModel user, KnownFactors known, boolean alive, Instant now) {
        if (!known.beginNoting()) {
            return;
        }
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String realmId = realm.getId();
        String userId = user.getId();
        try {
            session.getProvider(ExecutorsProvider.class)
                    .getExecutor(EXECUTOR)
                    .execute(() -> write(factory, realmId, userId, known, alive, now));
        } catch (RejectedExecutionException e) {
            // the server stops
            known.notNoted();
        }
    }

    private static void write(
            KeycloakSessionFactory factory,
            String realmId,
            String userId,
            KnownFactors known,
            boolean alive,
            Instant now) {
        try {
            known.noted(new OwnTransaction(factory).call("noting a second factor", own -> {
                AbsenceNotes notes = new AbsenceNotes(own);
                return notes.lockAndFind(realmId, userId, (realm, user) -> notes.note(realm, user, alive, now))
                        .orElse(known.absence());
            }));
        } catch (RuntimeException e) {
            LOG.warnf(
                    "The second factors of user %s could not be recorded. The next use tries again: %s",
                    userId, e.getClass().getName());
            LOG.debug("The failure to note it", e);
            known.notNoted();
        }
    }
}
