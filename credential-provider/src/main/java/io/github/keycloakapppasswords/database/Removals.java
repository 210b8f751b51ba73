package io.github.keycloakapppasswords.database;

import io.github.keycloakapppasswords.row.AppPasswordRows;
import io.github.keycloakapppasswords.work.PendingWork;
import io.github.keycloakapppasswords.work.PendingWorkDue;
import java.util.Objects;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStoragePrivateUtil;

/**
 * Deletes the rows of removed users and realms, in the session's transaction. A user who exists again with the same id, as
 * after an import, keeps the rows; the sweep finds rows without a credential.
 */
final class Removals {

    private final KeycloakSession session;
    private final AppPasswordRows rows;

    Removals(KeycloakSession session) {
        this.session = session;
        this.rows = new AppPasswordRows(session);
    }

    /** Does the work if it is a removal. */
    void doDue(PendingWorkDue due) {
        PendingWork work = due.work();
        if (work.kind() == PendingWork.Kind.USER_REMOVED) {
            deleteOfUser(work.realmId(), Objects.requireNonNull(work.userId()));
        } else if (work.kind() == PendingWork.Kind.REALM_REMOVED
                && !rows.isRealm(work.realmId())
                && rows.deleteSomeOfRealm(work.realmId())) {
            due.leaveRest();
        }
    }

    private void deleteOfUser(String realmId, String userId) {
        RealmModel realm = session.realms().getRealm(realmId);
        boolean thereAgain = realm != null
                && StorageId.isLocalStorage(userId)
                && UserStoragePrivateUtil.userLocalStorage(session).getUserById(realm, userId) != null;
        if (!thereAgain) {
            rows.deleteOfUser(realmId, userId);
        }
    }

    /** Deletes all rows of a realm, however many. */
    void deleteAllOfRealm(String realmId) {
        boolean more;
        do {
            more = rows.deleteSomeOfRealm(realmId);
        } while (more);
    }
}
