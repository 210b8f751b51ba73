package io.github.keycloakapppasswords.dialect;

import io.github.keycloakapppasswords.http.InvalidRequestException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request's body and its format. The body holds a password: it is for the parser only. */
final class RequestBody {

    static final int MAXIMUM_BYTES = 8 * 1024;

    /** The one parameter that a type may have; {@code utf8} is what much software calls it. */
    private static final Pattern UTF_8 = Pattern.compile("charset=(utf-?8|\"utf-?8\")", Pattern.CASE_INSENSITIVE);

    /** What a body is written in. */
    enum Kind {
        JSON,
        FORM
    }

    private final Kind kind;
    private final byte[] bytes;

    private RequestBody(Kind kind, byte[] bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    /**
     * Takes a body as it came.
     *
     * @throws InvalidRequestException 415 if it is neither JSON nor form in UTF-8, 413 if it is too long
     */
    static RequestBody of(@Nullable String contentType, byte[] bytes) {
        Kind kind = kind(contentType);
        if (bytes.length > MAXIMUM_BYTES) {
            throw new InvalidRequestException(
                    Status.REQUEST_ENTITY_TOO_LARGE, null, "The body is longer than " + MAXIMUM_BYTES + " bytes.");
        }
        return new RequestBody(kind, bytes);
    }

    Kind kind() {
        return kind;
    }

    /** At most {@link #MAXIMUM_BYTES}; not a copy. */
    byte[] bytes() {
        return bytes;
    }

    private static Kind kind(@Nullable String contentType) {
        String given = contentType == null ? "" : contentType;
        int parameters = given.indexOf(';');
        String type = (parameters < 0 ? given : given.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        boolean utf8 = parameters < 0 || isUtf8(given.substring(parameters));
        if (utf8 && type.equals(MediaType.APPLICATION_JSON)) {
            return Kind.JSON;
        }
        if (utf8 && type.equals(MediaType.APPLICATION_FORM_URLENCODED)) {
            return Kind.FORM;
        }
        throw new InvalidRequestException(
                Status.UNSUPPORTED_MEDIA_TYPE,
                null,
                "The content type must be application/json or application/x-www-form-urlencoded, in UTF-8.");
    }

    /** Whether there is at most one parameter, and it is that; a semicolon without a parameter says nothing. */
    private static boolean isUtf8(String parameters) {
        List<String> said = Arrays.stream(parameters.split(";", -1))
                .map(String::strip)
                .filter(parameter -> !parameter.isEmpty())
                .toList();
        return said.isEmpty() || (said.size() == 1 && UTF_8.matcher(said.get(0)).matches());
    }

    @Override
    public String toString() {
        return "RequestBody[" + kind + ", " + bytes.length + " bytes]";
    }
}
