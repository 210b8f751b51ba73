package io.github.keycloakapppasswords.work;

import io.github.keycloakapppasswords.credential.EndCause;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Work that a change in one of Keycloak's transactions asks for, to be done after its commit. Doing it twice does no harm.
 *
 * @param id a random id
 * @param realmId the realm's internal id
 * @param userId the owner of the app passwords; {@code null}: all of the realm
 * @param credentialId the app password; {@code null}: any of the user's
 * @param label its label, which may be hostile; {@code null} if unknown
 * @param cause the cause of the end; {@code null} if nothing ends
 * @param at the time of the change
 */
public record PendingWork(
        String id,
        Kind kind,
        String realmId,
        @Nullable String userId,
        @Nullable String credentialId,
        @Nullable String label,
        @Nullable EndCause cause,
        Instant at) {

    private static final int LONGEST_ID = 36;

    /** The kinds of pending work. */
    public enum Kind {
        /** The realm was removed: delete its rows. */
        REALM_REMOVED,
        /** The user was removed: delete the user's rows. */
        USER_REMOVED,
        /** Keycloak removed a credential that may have been an app password: note its end. */
        CREDENTIAL_REMOVED,
        /** The app password is revoked, and refused from now on: remove its credential and note its end. */
        APP_PASSWORD_REVOKED,
        /** The user's credentials or links changed: note whether the user has a second factor. */
        SECOND_FACTORS,
        /** The user was edited: tell gateways if the user is disabled, or enabled again. */
        STATUS;

        private final String id = name().toLowerCase(Locale.ROOT);

        /** As it is stored and logged: lower case. */
        String id() {
            return id;
        }

        /** @throws IllegalArgumentException if this release does not know it */
        static Kind of(String id) {
            return Arrays.stream(values())
                    .filter(kind -> kind.id.equals(id))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("Unknown kind \"" + id + "\" of pending work."));
        }
    }

    /** Work on a realm that was removed. */
    public static PendingWork realmRemoved(String realmId, Instant at) {
        return new PendingWork(newId(), Kind.REALM_REMOVED, realmId, null, null, null, null, at);
    }

    /** Work on a user. */
    public static PendingWork ofUser(Kind kind, String realmId, String userId, Instant at) {
        return new PendingWork(newId(), kind, realmId, userId, null, null, null, at);
    }

    /**
     * @param credentialId as an event tells it; {@code null} if it does not
     * @param label the same
     */
    public static PendingWork credentialRemoved(
            String realmId, String userId, @Nullable String credentialId, @Nullable String label, Instant at) {
        boolean known = credentialId != null && credentialId.length() <= LONGEST_ID;
        return new PendingWork(
                newId(), Kind.CREDENTIAL_REMOVED, realmId, userId, known ? credentialId : null, label, null, at);
    }

    /** @param cause why the app password ends */
    public static PendingWork revoked(String realmId, String userId, String credentialId, EndCause cause, Instant at) {
        return new PendingWork(newId(), Kind.APP_PASSWORD_REVOKED, realmId, userId, credentialId, null, cause, at);
    }

    private static String newId() {
        return KeycloakModelUtils.generateId();
    }

    PendingWork withLabel(@Nullable String stored) {
        return new PendingWork(id, kind, realmId, userId, credentialId, stored, cause, at);
    }

    /** The identity of work: two notes with the same identity are one piece of work. */
    record Key(Kind kind, String realmId, @Nullable String userId, @Nullable String credentialId) {}

    Key key() {
        return new Key(kind, realmId, userId, credentialId);
    }
}
