package io.github.keycloakapppasswords.credential;

import io.github.keycloakapppasswords.secret.AppPasswordHash;
import io.github.keycloakapppasswords.term.Label;
import java.time.Instant;

/**
 * One app password of a user, as read from its record.
 *
 * @param id Keycloak's credential id
 * @param label as stored, which may be hostile: show it through {@link Label#harmless(String)}
 * @param createdAt when it was made, to the millisecond
 * @param data what it may be used for
 * @param hash recognises the secret
 */
public record AppPasswordCredential(
        String id, String label, Instant createdAt, AppPasswordCredentialData data, AppPasswordHash hash) {

    /** The same one, recognised by this hash. */
    public AppPasswordCredential withHash(AppPasswordHash other) {
        return new AppPasswordCredential(id, label, createdAt, data, other);
    }
}
