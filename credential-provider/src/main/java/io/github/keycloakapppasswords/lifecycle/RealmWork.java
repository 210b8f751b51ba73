package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.credential.ImportedUsers;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.storage.StorageUnavailableException;

/** Work on a realm outside of any request: each piece in a session and transaction of its own. */
record RealmWork(KeycloakSessionFactory factory, String realmId) {

    /** One piece of work on a realm. */
    interface OnRealm<R> {
        R run(KeycloakSession session, RealmModel realm);
    }

    /** One piece of work on a user. */
    interface OnUser {
        /** @return whether it is done, so that the user is not found again */
        boolean run(KeycloakSession session, RealmModel realm, UserModel user);
    }

    /** Empty if there is no such realm any more. */
    <R> Optional<R> call(OnRealm<R> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm == null) {
                return Optional.empty();
            }
            session.getContext().setRealm(realm);
            return Optional.of(work.run(session, realm));
        });
    }

    /**
     * {@code false} also if there is no such user, or her storage does not have her now.
     *
     * @throws StorageUnavailableException if the user's storage is away
     */
    boolean callFor(String userId, OnUser work) {
        return call((session, realm) -> {
                    UserModel user = new ImportedUsers(session, realm).byId(userId);
                    return user != null && work.run(session, realm, user);
                })
                .orElse(false);
    }
}
