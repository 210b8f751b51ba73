package io.github.keycloakapppasswords.userstorage;

import io.github.keycloakapppasswords.transaction.OwnTransaction;
import java.util.function.BiFunction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/** Calls storages of a realm, each call in a separate session and transaction. */
record StorageSessions(KeycloakSessionFactory factory, StorageCalls calls) {

    /**
     * Waits for the answer, for {@link StorageCalls#PATIENCE} at most.
     *
     * @param noRealm the answer if the realm was removed
     * @throws org.keycloak.storage.StorageUnavailableException if there is no answer
     */
    <T> T call(
            StorageCalls.Asked asked,
            StorageCalls.Purpose purpose,
            T noRealm,
            BiFunction<KeycloakSession, RealmModel, T> question) {
        return calls.call(asked, purpose, () -> new OwnTransaction(factory).call("querying a user storage", session -> {
            RealmModel realm = session.realms().getRealm(asked.realmId());
            if (realm == null) {
                return noRealm;
            }
            session.getContext().setRealm(realm);
            return question.apply(session, realm);
        }));
    }
}
