package io.github.keycloakapppasswords.dialect;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.keycloakapppasswords.http.FormEncoding;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.StrictJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request, each at most once.
 *
 * @param username {@code null} if it is not text: a device may send Latin-1 in a form, which is wrong as a user name or a
 *     password, not as a request
 * @param password as {@code username}
 * @param protocol {@code null} if it is absent
 * @param clientIp {@code null} if it is absent, or is not text
 */
record Pair(
        @Nullable String username,
        @Nullable String password,
        @Nullable String protocol,
        @JsonProperty("client_ip") @Nullable String clientIp) {

    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String PROTOCOL = "protocol";
    private static final String CLIENT_IP = "client_ip";
    private static final Set<String> FIELDS = Set.of(USERNAME, PASSWORD, PROTOCOL, CLIENT_IP);

    /** @throws InvalidRequestException if a field is unknown, missing, comes twice or is not text, or the syntax is wrong */
    static Pair of(RequestBody body) {
        return switch (body.kind()) {
            case JSON -> ofJson(body.bytes());
            case FORM -> ofForm(body.bytes());
        };
    }

    private static Pair ofJson(byte[] bytes) {
        try {
            Pair pair = StrictJson.read(bytes, Pair.class);
            StrictJson.require(USERNAME, pair.username);
            StrictJson.require(PASSWORD, pair.password);
            return pair;
        } catch (InvalidRequestException e) {
            throw e.field() == null || FIELDS.contains(e.field()) ? e : otherField();
        }
    }

    private static Pair ofForm(byte[] bytes) {
        Map<String, Optional<String>> fields = fields(bytes);
        for (String field : new String[] {USERNAME, PASSWORD}) {
            StrictJson.require(field, fields.get(field));
        }
        Optional<String> protocol = fields.get(PROTOCOL);
        if (protocol != null && protocol.isEmpty()) {
            throw new InvalidRequestException(PROTOCOL, "The field protocol is not text in UTF-8.");
        }
        return new Pair(
                text(fields, USERNAME), text(fields, PASSWORD), text(fields, PROTOCOL), text(fields, CLIENT_IP));
    }

    private static @Nullable String text(Map<String, Optional<String>> fields, String field) {
        return fields.getOrDefault(field, Optional.empty()).orElse(null);
    }

    private static Map<String, Optional<String>> fields(byte[] bytes) {
        Map<String, Optional<String>> fields = new LinkedHashMap<>();
        int start = 0;
        while (start < bytes.length) {
            int end = indexOf(bytes, '&', start, bytes.length);
            int equals = indexOf(bytes, '=', start, end);
            if (end > start) {
                String name = FormEncoding.decode(bytes, start, equals)
                        .filter(FIELDS::contains)
                        .orElseThrow(Pair::otherField);
                if (fields.put(name, FormEncoding.decode(bytes, Math.min(equals + 1, end), end)) != null) {
                    throw new InvalidRequestException(name, "The field \"" + name + "\" occurs twice.");
                }
            }
            start = end + 1;
        }
        return fields;
    }

    /** Does not name it: where a gateway forgot to encode a password, it is a part of the password. */
    private static InvalidRequestException otherField() {
        return new InvalidRequestException(
                null, "The body has another field than username, password, protocol and client_ip.");
    }

    private static int indexOf(byte[] bytes, char wanted, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return end;
    }

    @Override
    public String toString() {
        return "Pair";
    }
}
