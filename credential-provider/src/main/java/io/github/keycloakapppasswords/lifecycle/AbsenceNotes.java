package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.credential.AppPasswordOwners;
import io.github.keycloakapppasswords.credential.AppPasswordOwners.Changed;
import io.github.keycloakapppasswords.credential.FactorAbsence;
import io.github.keycloakapppasswords.credential.ImportedUsers;
import io.github.keycloakapppasswords.policy.AcceptedLinks;
import io.github.keycloakapppasswords.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Writes down that users' second factors went or came back, and tells whose app passwords were suspended or work again. */
final class AbsenceNotes {

    private static final Logger LOG = Logger.getLogger(AbsenceNotes.class);

    private static final String EXECUTOR = "app-password-second-factors";

    private final KeycloakSession session;

    AbsenceNotes(KeycloakSession session) {
        this.session = session;
    }

    /** Looks at the user's factors, and notes what is news in the session's transaction. */
    FactorAbsence note(RealmModel realm, UserModel user, Instant now) {
        Policy policy = Policy.inForce(realm);
        Duration grace = policy.lifeCycle().suspensionGrace();
        boolean alive = FactorTypes.of(user).stream().anyMatch(policy.secondFactors()::contains)
                || !AcceptedLinks.of(session, realm, user, policy).isEmpty();
        Changed changed = new AppPasswordOwners(session)
                .change(realm.getId(), user.getId(), absence -> alive ? absence.back(now) : absence.gone(now, grace));
        if (changed.before().suspendedAt() != null && changed.after().suspendedAt() == null) {
            tell(realm, user, false);
        }
        return changed.after();
    }

    /**
     * Notes that the user's app passwords are suspended, if they are.
     *
     * @return whether that is news
     */
    boolean noteSuspended(RealmModel realm, UserModel user, Instant now) {
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

    /** After the answer, in a transaction of its own; what cannot be written is noticed again by the next question. */
    void noteBehind(RealmModel realm, UserModel user, KnownFactors known, Instant now) {
        if (!known.beginNoting()) {
            return;
        }
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String realmId = realm.getId();
        String userId = user.getId();
        try {
            session.getProvider(ExecutorsProvider.class)
                    .getExecutor(EXECUTOR)
                    .execute(() -> write(factory, realmId, userId, known, now));
        } catch (RejectedExecutionException e) {
            // the server stops
            known.notNoted();
        }
    }

    private static void write(
            KeycloakSessionFactory factory, String realmId, String userId, KnownFactors known, Instant now) {
        try {
            known.noted(KeycloakModelUtils.runJobInTransactionWithResult(
                    factory, own -> write(own, realmId, userId, now, known.absence())));
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Whether user %s has a second factor could not be noted; the next use tries again: %s",
                    userId, e.getClass().getName());
            LOG.debug("The failure to note it", e);
            known.notNoted();
        }
    }

    private static FactorAbsence write(
            KeycloakSession own, String realmId, String userId, Instant now, FactorAbsence known) {
        RealmModel realm = own.realms().getRealm(realmId);
        if (realm == null) {
            return known;
        }
        own.getContext().setRealm(realm);
        UserModel user = new ImportedUsers(own, realm).byId(userId);
        return user == null ? known : new AbsenceNotes(own).note(realm, user, now);
    }
}
