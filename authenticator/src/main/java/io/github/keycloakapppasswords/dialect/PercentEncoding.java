package io.github.keycloakapppasswords.dialect;

import java.nio.charset.StandardCharsets;

/** Names in response headers: UTF-8, percent-encoded (RFC 3986) but for unreserved characters and {@code @}. */
final class PercentEncoding {

    private static final String LITERAL = "-._~@";

    private PercentEncoding() {}

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isLiteral((char) octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format("%%%02X", octet & 0xFF));
            }
        }
        return encoded.toString();
    }

    private static boolean isLiteral(char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        boolean digit = c >= '0' && c <= '9';
        return letter || digit || LITERAL.indexOf(c) >= 0;
    }
}
