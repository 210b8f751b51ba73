package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.row.Tombstone;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user, as far as the steps need to know. Every method answers from memory for a user that was asked for lately. */
interface Account {

    /** Keycloak's internal id. */
    String id();

    String username();

    @Nullable
    String email();

    boolean emailVerified();

    /** False also for a user whom Keycloak has locked for good. */
    boolean enabled();

    /** Whether this is not a person but a client's own account. */
    boolean serviceAccount();

    /** All values of the user attribute; empty if there are none. */
    List<String> attribute(String name);

    /** Every app password of the user that can be read, in no particular order. */
    List<AppPasswordCredential> appPasswords();

    /** The user's app passwords that have ended, as far as they are remembered; each recognises a device that still sends it. */
    List<Tombstone> tombstones();

    /**
     * Whether the app passwords of a user whose second factor is gone are suspended. Not to be asked for one that was
     * issued for a device.
     */
    boolean suspended(Instant now);

    /** Whether the user has this role, given, inherited or by group; false if there is no such role. */
    boolean hasRole(String roleId);
}
