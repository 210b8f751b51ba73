package io.github.keycloakapppasswords.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.keycloakapppasswords.gatewayauth.MalformedRequestException;
import io.github.keycloakapppasswords.http.FormEncoding;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request, each at most once.
 *
 * <p>A field is absent, or text, or (in a form) bytes that are not text: a device may send a password in Latin-1, which
 * is wrong as a password, not as a request.
 */
final class Fields {

    /** The fields that a request may hold. */
    enum Field {
        USERNAME("username", true),
        PASSWORD("password", true),
        PROTOCOL("protocol", false),
        CLIENT_IP("client_ip", false);

        private final String text;
        private final boolean mustBeThere;

        Field(String text, boolean mustBeThere) {
            this.text = text;
            this.mustBeThere = mustBeThere;
        }

        private static Field named(String name) throws MalformedRequestException {
            for (Field field : values()) {
                if (field.text.equals(name)) {
                    return field;
                }
            }
            // Not the name: where a gateway forgot to encode a password, it is a part of it.
            throw new MalformedRequestException(
                    "The body has another field than username, password, protocol and client_ip.");
        }
    }

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<Field, Optional<String>> values = new EnumMap<>(Field.class);

    private Fields() {}

    /** @throws MalformedRequestException if a field is unknown, comes twice or is not text, or the syntax is wrong */
    static Fields of(RequestBody body) throws MalformedRequestException {
        Fields fields = new Fields();
        switch (body.kind()) {
            case JSON -> fields.readJson(body.bytes());
            case FORM -> fields.readForm(body.bytes());
        }
        return fields;
    }

    /** A field that must be there, or {@code null} if it is there but is not text. */
    @Nullable
    String required(Field field) throws MalformedRequestException {
        Optional<String> value = values.get(field);
        if (value == null) {
            throw new MalformedRequestException("The field " + field.text + " is missing.");
        }
        return value.orElse(null);
    }

    /** A field that must be text if it is there; {@code null} if it is absent. */
    @Nullable
    String optionalText(Field field) throws MalformedRequestException {
        Optional<String> value = values.get(field);
        if (value != null && value.isEmpty()) {
            throw new MalformedRequestException("The field " + field.text + " is not text in UTF-8.");
        }
        return optional(field);
    }

    /** A field, or {@code null} if it is absent or is not text. */
    @Nullable
    String optional(Field field) {
        return values.getOrDefault(field, Optional.empty()).orElse(null);
    }

    private void readJson(byte[] bytes) throws MalformedRequestException {
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedRequestException("The body must be a JSON object.");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Field field = Field.named(parser.currentName());
                JsonToken token = parser.nextToken();
                if (token == JsonToken.VALUE_STRING) {
                    put(field, Optional.of(parser.getText()));
                } else if (token != JsonToken.VALUE_NULL || field.mustBeThere) {
                    throw new MalformedRequestException(
                            "The field " + field.text + " must be text in quotation marks.");
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new MalformedRequestException("The body must be one JSON object and nothing else.");
            }
        } catch (IOException e) {
            // Not the parser's own message: it quotes the body, and so perhaps the password.
            throw new MalformedRequestException("The body is not JSON in UTF-8.");
        }
    }

    private void readForm(byte[] bytes) throws MalformedRequestException {
        int start = 0;
        while (start < bytes.length) {
            int end = indexOf(bytes, '&', start, bytes.length);
            int equals = indexOf(bytes, '=', start, end);
            if (end > start) {
                String name = FormEncoding.decode(bytes, start, equals)
                        .orElseThrow(() -> new MalformedRequestException("The name of a field is not text in UTF-8."));
                put(Field.named(name), FormEncoding.decode(bytes, Math.min(equals + 1, end), end));
            }
            start = end + 1;
        }
    }

    private void put(Field field, Optional<String> value) throws MalformedRequestException {
        if (values.put(field, value) != null) {
            throw new MalformedRequestException("The field " + field.text + " comes twice.");
        }
    }

    private static int indexOf(byte[] bytes, char wanted, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return end;
    }
}
