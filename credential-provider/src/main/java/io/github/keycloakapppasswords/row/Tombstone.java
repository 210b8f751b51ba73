package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.secret.AppPasswordHash;
import io.github.keycloakapppasswords.term.Label;

/**
 * The data that recognises an app password that has ended.
 *
 * @param id the id that its credential had
 * @param label as it is stored, which may be hostile: show it through {@link Label#harmless(String)}
 * @param hash recognises the secret
 * @param cause why it ended; of one that was removed past this extension {@link EndCause#REVOKED}
 */
public record Tombstone(String id, String label, AppPasswordHash hash, EndCause cause) {}
