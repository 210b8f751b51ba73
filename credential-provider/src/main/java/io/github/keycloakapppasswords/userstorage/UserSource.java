package io.github.keycloakapppasswords.userstorage;

import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Finds users by name. The last answer of a user storage is never older than {@link StorageOptions} allow.
 *
 * <p>Both look-ups throw {@link org.keycloak.storage.StorageUnavailableException}, or the exception of a storage, if the user
 * cannot be determined; {@code null} means that no user has the name. Both take the turn before they ask the database, and hold none
 * while they ask a storage.
 */
public interface UserSource {

    /** @return {@code null} if no user has the name; a user who no longer exists in the storage is disabled */
    @Nullable
    UserModel byUsername(KeycloakSession session, RealmModel realm, String name, DatabaseBulkhead.Turn turn);

    /** By e-mail address, verified or not. */
    @Nullable
    UserModel byEmail(KeycloakSession session, RealmModel realm, String address, DatabaseBulkhead.Turn turn);

    /**
     * Whether a look-up of this user is safe: Keycloak neither deletes the user nor fails. {@code false} if that is unknown.
     */
    boolean canBeAskedFor(KeycloakSession session, RealmModel realm, String userId);
}
