package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The record of an app password beside its credential, and the only record after the credential was removed.
 *
 * @param id the credential's id
 * @param userId the owner's id
 * @param label the label at the making, or at the end; may be hostile: show it through {@link Label#harmless(String)}
 * @param protocols its protocols; empty if they were not recorded
 * @param createdAt the time of the making
 * @param expiresAt the time from which it is refused; {@code null}: never
 * @param deviceAccount made by an admin for a device
 * @param lastUse {@code null}: never used, or not within the last interval of writing
 * @param end {@code null}: not ended, as far as is known
 * @param lastTried the last time at which a device sent it after its end; {@code null}: none did
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
