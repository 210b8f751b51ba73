package io.github.keycloakapppasswords.userstorage;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Finds users by name. A user of another storage than Keycloak's own is never older than {@link StorageOptions} say.
 *
 * <p>Both look-ups throw {@link org.keycloak.storage.StorageUnavailableException}, or whatever a storage throws, if it cannot be
 * said who that is; {@code null} means that nobody is.
 */
public interface UserSource {

    /** @return {@code null}: nobody; disabled also one whom her storage has no more */
    @Nullable
    UserModel byUsername(KeycloakSession session, RealmModel realm, String name);

    /** By e-mail address, verified or not. */
    @Nullable
    UserModel byEmail(KeycloakSession session, RealmModel realm, String address);

    /** Whether {@link #byUsername} finds a user without asking a storage or the database. */
    boolean isUsernameCached(KeycloakSession session, RealmModel realm, String name);

    /** Whether {@link #byEmail} finds a user without asking a storage or the database. */
    boolean isEmailCached(KeycloakSession session, RealmModel realm, String address);

    /** Whether Keycloak can be asked for this user: it neither deletes her nor fails. {@code false} if that cannot be said now. */
    boolean canBeAskedFor(KeycloakSession session, RealmModel realm, String userId);
}
