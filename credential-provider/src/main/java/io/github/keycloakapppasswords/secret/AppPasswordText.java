package io.github.keycloakapppasswords.secret;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Writes and reads app passwords: Crockford's Base32 with a check symbol of the same alphabet. */
final class AppPasswordText {

    /** Crockford's Base32 alphabet, lower case: no {@code i}, {@code l}, {@code o}, {@code u}. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int BITS_PER_SYMBOL = 5;
    private static final int DATA_SYMBOLS = AppPassword.SECRET_BYTES * Byte.SIZE / BITS_PER_SYMBOL;
    private static final int SYMBOLS = DATA_SYMBOLS + 1;
    private static final int GROUP = 5;
    private static final int DECIMAL = 10;

    /** Symbols that are missing, too many or of another alphabet in an app password with typing errors. */
    private static final int MISTYPED = 2;

    /**
     * Longer texts are not read at all, so that folding stays cheap: 25 symbols leave ample room for any grouping that a
     * person could add. NFKC makes at most 18 characters of one.
     */
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
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC);
        int[] symbols = new int[SYMBOLS];
        int count = 0;
        for (int i = 0; i < folded.length(); i += Character.charCount(folded.codePointAt(i))) {
            int character = folded.codePointAt(i);
            if (!isLetterOrNumber(character)) {
                continue;
            }
            int value = value(character);
            if (value == NOT_A_SYMBOL || count == SYMBOLS) {
                return Optional.empty();
            }
            symbols[count++] = value;
        }
        boolean isCutShort = count == DATA_SYMBOLS;
        boolean isWhole = count == SYMBOLS && symbols[DATA_SYMBOLS] == CheckSymbol.of(symbols, DATA_SYMBOLS);
        return isCutShort || isWhole ? Optional.of(pack(symbols)) : Optional.empty();
    }

    static boolean resembles(String text) {
        if (text.length() > LONGEST_TEXT) {
            return false;
        }
        int[] symbols = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .filter(AppPasswordText::isLetterOrNumber)
                .toArray();
        long digits = Arrays.stream(symbols).filter(Character::isDigit).count();
        long foreign = Arrays.stream(symbols)
                .filter(symbol -> value(symbol) == NOT_A_SYMBOL)
                .count();
        // phones write the first letter in upper case
        boolean mixed = Arrays.stream(symbols).skip(1).anyMatch(Character::isUpperCase)
                && Arrays.stream(symbols).anyMatch(Character::isLowerCase);
        return Math.abs(symbols.length - SYMBOLS) <= MISTYPED
                && digits > 0
                && digits < symbols.length
                && foreign <= MISTYPED
                && !mixed;
    }

    /**
     * Whether a character after NFKC is meant as a part of the secret. Modifier letters are not: among them are those
     * that Arabic and Japanese keyboards have where others have a dash (U+0640, U+30FC), and an apostrophe (U+02BC).
     */
    private static boolean isLetterOrNumber(int character) {
        return switch (Character.getType(character)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    /** The value of a letter of the alphabet, or of a decimal digit of any script, as an Arabic keyboard sends it. */
    private static int value(int character) {
        return character < VALUES.length ? VALUES[character] : Character.digit(character, DECIMAL);
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
