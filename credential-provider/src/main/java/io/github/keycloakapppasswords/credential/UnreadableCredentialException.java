package io.github.keycloakapppasswords.credential;

import org.jspecify.annotations.Nullable;

/** A stored app password that this version cannot read: an unknown format version or algorithm, or broken JSON. */
public final class UnreadableCredentialException extends IllegalArgumentException {

    UnreadableCredentialException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
