package io.github.keycloakapppasswords.work;

import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageUnavailableException;

/**
 * Work on a realm: each piece in an {@link OwnTransaction}, which may do it again. Also for requests, which then neither fail by
 * what another transaction writes, nor keep rows locked until they are answered.
 *
 * @param realmId the realm's internal id
 */
public record RealmWork(KeycloakSessionFactory factory, String realmId) {

    /** One piece of work on a realm. */
    public interface OnRealm<R> {
        R run(KeycloakSession session, RealmModel realm);
    }

    /** One piece of work on a user. */
    public interface OnUser<R> {
        R run(KeycloakSession session, RealmModel realm, UserModel user);
    }

    /**
     * Works on the realm; empty if the realm does not exist any more.
     *
     * @param what names the work in the log
     */
    public <R> Optional<R> call(String what, OnRealm<R> work) {
        return new OwnTransaction(factory).call(what, session -> call(session, work));
    }

    /**
     * Works on one of its users; empty also if the user does not exist, or the user's storage does not have the user now.
     *
     * @throws StorageUnavailableException if the user's storage is unavailable
     */
    public <R> Optional<R> callFor(String what, String userId, OnUser<R> work) {
        return call(what, (session, realm) -> on(session, realm, new ImportedUsers(session, realm).byId(userId), work))
                .flatMap(done -> done);
    }

    /**
     * Works on the app passwords of one of its users, whatever the user's storage answers, see {@link ImportedUsers#owner}. All
     * nodes evict the user. Empty also if the user does not exist.
     */
    public <R> Optional<R> callForOwner(String what, String userId, OnUser<R> work) {
        return call(what, (session, realm) -> {
                    ImportedUsers users = new ImportedUsers(session, realm);
                    UserModel user = users.owner(userId);
                    Optional<R> done = on(session, realm, user, work);
                    if (user != null) {
                        users.forget(user);
                    }
                    return done;
                })
                .flatMap(done -> done);
    }

    private <R> Optional<R> call(KeycloakSession session, OnRealm<R> work) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null) {
            return Optional.empty();
        }
        session.getContext().setRealm(realm);
        return Optional.of(work.run(session, realm));
    }

    private static <R> Optional<R> on(
            KeycloakSession session, RealmModel realm, @Nullable UserModel user, OnUser<R> work) {
        return user == null ? Optional.empty() : Optional.of(work.run(session, realm, user));
    }
}
