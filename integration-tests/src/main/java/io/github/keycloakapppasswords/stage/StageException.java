package io.github.keycloakapppasswords.stage;

import org.jspecify.annotations.Nullable;

/** Something the stage needs is missing, did not start or did not answer as it must; the message says what. */
public class StageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a finished sentence for the person who reads the output */
    public StageException(String message) {
        super(message);
    }

    /**
     * @param message a finished sentence for the person who reads the output
     * @param cause what lies behind it, or null
     */
    public StageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
