package io.github.keycloakapppasswords.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Strict UTF-8 (RFC 3629): what is none is refused, where {@link String} would put replacement characters. */
public final class Utf8 {

    private Utf8() {}

    /** The text whose bytes this is in Base64 (RFC 4648, section 4), or empty if it is not. */
    public static Optional<String> decodeBase64(String base64) {
        try {
            return decode(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The text of the bytes, or empty if they are not UTF-8. */
    public static Optional<String> decode(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
