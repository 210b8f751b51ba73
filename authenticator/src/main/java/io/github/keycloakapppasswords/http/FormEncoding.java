package io.github.keycloakapppasswords.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code application/x-www-form-urlencoded} values: {@code +} is a space, {@code %XX} a byte, all bytes together UTF-8.
 * Stricter than {@link java.net.URLDecoder}, which replaces what it cannot read.
 */
public final class FormEncoding {

    private static final int HEXADECIMAL = 16;

    private FormEncoding() {}

    /** Decodes, or empty if a {@code %} is not followed by two hexadecimal digits or the bytes are not UTF-8. */
    public static Optional<String> decode(String encoded) {
        if (encoded.chars().allMatch(c -> c < 0x80 && c != '%' && c != '+')) {
            return Optional.of(encoded);
        }
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        return decode(bytes, 0, bytes.length);
    }

    /** As {@link #decode(String)}, of the bytes from {@code start} up to but not including {@code end}. */
    public static Optional<String> decode(byte[] encoded, int start, int end) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            if (encoded[i] != '%') {
                decoded.write(encoded[i] == '+' ? ' ' : encoded[i]);
                continue;
            }
            int octet = i + 2 < end ? octet(encoded[i + 1], encoded[i + 2]) : -1;
            if (octet < 0) {
                return Optional.empty();
            }
            decoded.write(octet);
            i += 2;
        }
        return Utf8.decode(decoded.toByteArray());
    }

    private static int octet(byte high, byte low) {
        int first = Character.digit(high, HEXADECIMAL);
        int second = Character.digit(low, HEXADECIMAL);
        return first < 0 || second < 0 ? -1 : first * HEXADECIMAL + second;
    }
}
