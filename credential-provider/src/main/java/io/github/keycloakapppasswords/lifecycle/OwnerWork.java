package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.store.AppPasswordEnds;
import io.github.keycloakapppasswords.suspension.AbsenceNotes;
import io.github.keycloakapppasswords.transaction.RealmLocks;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import io.github.keycloakapppasswords.work.PendingWork;
import io.github.keycloakapppasswords.work.PendingWorkDue;
import java.time.Clock;
import java.util.Objects;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Does the pending work that concerns the app passwords of one user, in the session's transaction. */
final class OwnerWork {

    private final KeycloakSession session;
    private final Clock clock;

    OwnerWork(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Does the work if it is of such a kind. */
    void doDue(PendingWorkDue due) {
        PendingWork work = due.work();
        switch (work.kind()) {
            case CREDENTIAL_REMOVED -> onOwner(work, this::noteRemoval);
            case APP_PASSWORD_REVOKED -> endUnlessRealmIsHeld(due);
            case SECOND_FACTORS -> new AbsenceNotes(session).noteChanged(work.realmId(), userId(work), clock.instant());
            default -> {
                // work for another listener
            }
        }
    }

    private interface OnOwner {
        void run(RealmModel realm, UserModel user, PendingWork work);
    }

    private void onOwner(PendingWork work, OnOwner does) {
        RealmModel realm = session.realms().getRealm(work.realmId());
        session.getContext().setRealm(realm);
        if (realm == null) {
            return;
        }
        UserModel user = new ImportedUsers(session, realm).owner(userId(work));
        if (user != null) {
            does.run(realm, user, work);
        }
    }

    private void noteRemoval(RealmModel realm, UserModel user, PendingWork work) {
        new AppPasswordEnds(session, clock).catchUp(realm, user, work.credentialId(), work.label());
    }

    /**
     * The realm may be in removal. Until the app password is ended, its recorded revocation is read with the user's app
     * passwords, so that it is refused.
     */
    private void endUnlessRealmIsHeld(PendingWorkDue due) {
        String realmId = due.work().realmId();
        if (session.realms().getRealm(realmId) == null) {
            return;
        }
        if (new RealmLocks(session).share(realmId)) {
            onOwner(due.work(), this::end);
        } else {
            due.keep();
        }
    }

    private void end(RealmModel realm, UserModel user, PendingWork work) {
        AppPasswordEnds ends = new AppPasswordEnds(session, clock);
        EndCause cause = Objects.requireNonNull(work.cause(), "a revocation has a cause");
        if (!ends.end(realm, user, Objects.requireNonNull(work.credentialId()), cause)) {
            // another transaction was first
            ends.catchUp(realm, user);
        }
        new ImportedUsers(session, realm).forget(user);
    }

    private static String userId(PendingWork work) {
        return Objects.requireNonNull(work.userId(), "it is work on a user");
    }
}
