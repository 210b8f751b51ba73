package io.github.keycloakapppasswords.http;

import org.jspecify.annotations.Nullable;

/** A request's body cannot be taken; the message is a finished sentence and never repeats what could be a secret. */
public final class InvalidRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String field;

    /** @param field the field that is wrong; {@code null} if it is the body as a whole */
    public InvalidRequestException(@Nullable String field, String message) {
        super(message);
        this.field = field;
    }

    /** The field that is wrong; {@code null} if it is the body as a whole. */
    public @Nullable String field() {
        return field;
    }
}
