package io.github.keycloakapppasswords.demo;

import io.github.keycloakapppasswords.stage.StageException;

/** The demo cannot even begin; the message is one line for whoever called it. */
final class CannotRunException extends StageException {
    private static final long serialVersionUID = 1L;

    CannotRunException(String message) {
        super(message);
    }
}
