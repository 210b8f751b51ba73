package io.github.keycloakapppasswords.http;

import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** A request cannot be taken; the message is a finished sentence and never repeats what could be a secret. */
public class InvalidRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final Status status;
    private final @Nullable String field;
    private final String sentence;

    /**
     * For 400.
     *
     * @param field the field, header or parameter that is wrong; {@code null} if it is the request as a whole
     */
    public InvalidRequestException(@Nullable String field, String sentence) {
        this(Status.BAD_REQUEST, field, sentence);
    }

    /** For another status. */
    public InvalidRequestException(Status status, @Nullable String field, String sentence) {
        super(sentence);
        this.status = status;
        this.field = field;
        this.sentence = sentence;
    }

    public Status status() {
        return status;
    }

    /** The field, header or parameter that is wrong; {@code null} if it is the request as a whole. */
    public @Nullable String field() {
        return field;
    }

    /** The message. */
    public String sentence() {
        return sentence;
    }
}
