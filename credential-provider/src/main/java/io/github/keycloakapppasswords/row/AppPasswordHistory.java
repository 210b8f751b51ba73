package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an app password beside its credential, and all that is known once that is gone.
 *
 * @param id the credential's id
 * @param userId the owner's id
 * @param label as it was when it was made, or when it ended; may be hostile: show it through
 *     {@link Label#harmless(String)}
 * @param protocols what it was for; empty if that was not noted
 * @param createdAt when it was made
 * @param expiresAt from when on it is refused; {@code null}: never
 * @param deviceAccount made by an admin for a device
 * @param lastUse {@code null}: never used, or not within the last interval of writing
 * @param end {@code null}: not ended, as far as is known
 * @param lastTried when a device sent it after its end; {@code null}: none did
 */
public record AppPasswordHistory(
        String id,
        String userId,
        String label,
        Set<Protocol> protocols,
        Instant createdAt,
        @Nullable Instant expiresAt,
        boolean deviceAccount,
        @Nullable AppPasswordUse lastUse,
        @Nullable AppPasswordEnd end,
        @Nullable AppPasswordUse lastTried) {}
