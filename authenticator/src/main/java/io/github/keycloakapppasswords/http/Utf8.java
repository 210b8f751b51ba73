package io.github.keycloakapppasswords.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Text in UTF-8 (RFC 3629), read strictly: {@link String} would put replacement characters where bytes are not UTF-8. */
public final class Utf8 {

    private Utf8() {}

    /**
     * The text whose bytes this is in Base64 (RFC 4648, section 4), or empty if it is not Base64. For HTTP Basic, whose
     * character set RFC 7617 leaves open: bytes that are not UTF-8 are read as ISO 8859-1, as older clients send them.
     */
    public static Optional<String> decodeBasic(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return Optional.of(decode(bytes).orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The text of the bytes, or empty if they are not UTF-8. */
    public static Optional<String> decode(byte[] bytes) {
        if (isAscii(bytes)) {
            return Optional.of(new String(bytes, StandardCharsets.US_ASCII));
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The usual case, which needs no decoder. */
    private static boolean isAscii(byte[] bytes) {
        for (byte octet : bytes) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }
}
