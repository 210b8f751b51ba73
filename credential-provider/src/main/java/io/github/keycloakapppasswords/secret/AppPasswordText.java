package io.github.keycloakapppasswords.secret;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an app password is written and read: Crockford's Base32 with a check symbol of the same alphabet. */
final class AppPasswordText {

    /** Crockford's Base32 alphabet, lower case: no {@code i}, {@code l}, {@code o}, {@code u}. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int BITS_PER_SYMBOL = 5;
    private static final int DATA_SYMBOLS = AppPassword.SECRET_BYTES * Byte.SIZE / BITS_PER_SYMBOL;
    private static final int SYMBOLS = DATA_SYMBOLS + 1;
    private static final int GROUP = 5;

    /** Longer texts are not read at all: 25 symbols leave ample room for any grouping that a person could add. */
    private static final int LONGEST_TEXT = 128;

    private static final byte NOT_A_SYMBOL = -1;
    private static final byte[] VALUES = values();

    private AppPasswordText() {}

    static String encode(byte[] secret) {
        int[] symbols = new int[SYMBOLS];
        for (int i = 0; i < DATA_SYMBOLS; i++) {
            symbols[i] = symbolAt(secret, i);
        }
        symbols[DATA_SYMBOLS] = CheckSymbol.of(symbols, DATA_SYMBOLS);

        StringBuilder text = new StringBuilder(SYMBOLS + SYMBOLS / GROUP - 1);
        for (int i = 0; i < SYMBOLS; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(symbols[i]));
        }
        return text.toString();
    }

    static Optional<byte[]> decode(String text) {
        if (text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        int[] symbols = new int[SYMBOLS];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isIgnored(c)) {
                continue;
            }
            int value = c < VALUES.length ? VALUES[c] : NOT_A_SYMBOL;
            if (value == NOT_A_SYMBOL || count == SYMBOLS) {
                return Optional.empty();
            }
            symbols[count++] = value;
        }
        if (count != SYMBOLS || symbols[DATA_SYMBOLS] != CheckSymbol.of(symbols, DATA_SYMBOLS)) {
            return Optional.empty();
        }
        return Optional.of(pack(symbols));
    }

    /** White space and dashes that people, mail clients and word processors put between groups. */
    private static boolean isIgnored(char c) {
        return switch (Character.getType(c)) {
            case Character.DASH_PUNCTUATION, Character.SPACE_SEPARATOR -> true;
            // minus sign, soft hyphen, zero-width space, word joiner, byte order mark
            default ->
                Character.isWhitespace(c)
                        || c == '\u2212'
                        || c == '\u00ad'
                        || c == '\u200b'
                        || c == '\u2060'
                        || c == '\ufeff';
        };
    }

    private static int symbolAt(byte[] secret, int index) {
        int bit = index * BITS_PER_SYMBOL;
        int high = secret[bit / Byte.SIZE] & 0xff;
        int low = bit / Byte.SIZE + 1 < secret.length ? secret[bit / Byte.SIZE + 1] & 0xff : 0;
        int window = high << Byte.SIZE | low;
        return window >> (2 * Byte.SIZE - BITS_PER_SYMBOL - bit % Byte.SIZE) & 0x1f;
    }

    private static byte[] pack(int[] symbols) {
        byte[] secret = new byte[AppPassword.SECRET_BYTES];
        int buffer = 0;
        int bits = 0;
        int next = 0;
        for (int i = 0; i < DATA_SYMBOLS; i++) {
            buffer = (buffer << BITS_PER_SYMBOL | symbols[i]) & 0xfff;
            bits += BITS_PER_SYMBOL;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                secret[next++] = (byte) (buffer >> bits);
            }
        }
        return secret;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, NOT_A_SYMBOL);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        values['o'] = values['0'];
        values['i'] = values['1'];
        values['l'] = values['1'];
        for (char c = 'a'; c <= 'z'; c++) {
            values[String.valueOf(c).toUpperCase(Locale.ROOT).charAt(0)] = values[c];
        }
        return values;
    }
}
