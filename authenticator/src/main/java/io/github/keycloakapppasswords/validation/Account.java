package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.row.Tombstone;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user, as far as the steps need to know. Methods answer from memory for a user about whom a gateway asked recently. */
interface Account {

    /** Keycloak's internal id. */
    String id();

    String username();

    @Nullable
    String email();

    boolean emailVerified();

    /** {@code false} also for a user whom Keycloak has locked permanently. */
    boolean enabled();

    /** Whether this is the service account of a client, not a person. */
    boolean serviceAccount();

    /** All values of the user attribute; empty if there are none. */
    List<String> attribute(String name);

    /** All readable app passwords of the user, in no particular order. */
    List<AppPasswordCredential> appPasswords();

    /** The user's remembered tombstones; each recognises a device that still sends the ended app password. */
    List<Tombstone> tombstones();

    /**
     * Whether the app passwords of a user without a second factor are suspended. Must not be called for an app password that
     * was issued for a device.
     */
    boolean suspended(Instant now);

    /** Whether the user has this role directly, by another role or by a group; {@code false} if the role does not exist. */
    boolean hasRole(String roleId);
}
