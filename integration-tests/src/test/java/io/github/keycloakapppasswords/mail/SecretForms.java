package io.github.keycloakapppasswords.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The forms in which a secret may lie about: as it is, in other spellings, and in the encodings of the protocols. */
final class SecretForms {
    private SecretForms() {}

    /** All forms of a secret, as they look in bytes read as Latin-1. */
    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        for (String spelling : spellings(secret)) {
            forms.add(spelling);
            forms.add(everyBytePercentEncoded(spelling));
            forms.add(HexFormat.of().formatHex(spelling.getBytes(UTF_8)));
            forms.addAll(base64(spelling));
        }
        return forms;
    }

    private static Set<String> spellings(String secret) {
        String ungrouped = secret.replace("-", "");
        return new LinkedHashSet<>(List.of(
                secret,
                ungrouped,
                secret.toUpperCase(Locale.ROOT),
                ungrouped.toUpperCase(Locale.ROOT),
                secret.toLowerCase(Locale.ROOT),
                secret.replace("-", "%2D")));
    }

    private static String everyBytePercentEncoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(UTF_8)) {
            encoded.append(String.format("%%%02X", octet));
        }
        return encoded.toString();
    }

    /**
     * The secret in Base64 wherever in the encoded text it begins, as in SASL PLAIN and HTTP Basic, where a user name
     * comes before it: at each of the three offsets, without the symbols that its neighbours have a part in.
     */
    private static Set<String> base64(String text) {
        Set<String> all = new LinkedHashSet<>();
        for (int offset = 0; offset < 3; offset++) {
            byte[] bytes = ("\0".repeat(offset) + text).getBytes(UTF_8);
            int whole = bytes.length * 8 / 6;
            int first = (offset * 8 + 5) / 6;
            all.add(latin1(Base64.getEncoder().encode(bytes)).substring(first, whole));
            all.add(latin1(Base64.getUrlEncoder().encode(bytes)).substring(first, whole));
        }
        return all;
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
