package io.github.keycloakapppasswords.inventory;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An app password that a user has.
 *
 * @param id the credential's id
 * @param label as stored, which may be hostile
 * @param readable what it may be used for; {@code null} if it cannot be read
 * @param history the row beside it; {@code null} if there is none
 */
record AppPasswordEntry(
        String id,
        @Nullable String label,
        Instant createdAt,
        State state,
        @Nullable AppPasswordCredential readable,
        @Nullable AppPasswordHistory history) {}
