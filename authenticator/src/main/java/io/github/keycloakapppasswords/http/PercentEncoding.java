package io.github.keycloakapppasswords.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Text in headers: UTF-8, percent-encoded (RFC 3986); unreserved characters and {@code @} stay as they are. */
public final class PercentEncoding {

    private static final int HEXADECIMAL = 16;
    private static final HexFormat UPPER_CASE = HexFormat.of().withUpperCase();
    private static final String LITERAL = "-._~@";

    private PercentEncoding() {}

    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isLiteral((char) octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(UPPER_CASE.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    /** Undoes it once; bytes that no escape stands for stay. Empty if a percent sign begins no escape. */
    public static Optional<byte[]> decode(byte[] encoded) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                decoded.write(encoded[i]);
                continue;
            }
            int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], HEXADECIMAL) : -1;
            int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], HEXADECIMAL) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            decoded.write(high * HEXADECIMAL + low);
            i += 2;
        }
        return Optional.of(decoded.toByteArray());
    }

    private static boolean isLiteral(char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        boolean digit = c >= '0' && c <= '9';
        return letter || digit || LITERAL.indexOf(c) >= 0;
    }
}
