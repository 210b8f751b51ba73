package io.github.keycloakapppasswords.username;

import java.util.Optional;

/** Punycode (RFC 3492) with the parameters of its section 5, for labels of one domain. */
final class Punycode {

    static final int FIRST_BEYOND_ASCII = 0x80;

    private static final int BASE = 36;
    private static final int FIRST_THRESHOLD = 1;
    private static final int LAST_THRESHOLD = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final char DELIMITER = '-';

    private Punycode() {}

    /** The label's characters as ASCII; section 6.3. */
    static String encode(String label) {
        int[] points = label.codePoints().toArray();
        StringBuilder encoded = new StringBuilder();
        label.codePoints().filter(c -> c < FIRST_BEYOND_ASCII).forEach(encoded::appendCodePoint);
        int basic = encoded.length();
        if (basic > 0) {
            encoded.append(DELIMITER);
        }
        int handled = basic;
        int bias = INITIAL_BIAS;
        int from = FIRST_BEYOND_ASCII;
        int delta = 0;
        while (handled < points.length) {
            int next = nextPoint(points, from);
            delta += (next - from) * (handled + 1);
            for (int point : points) {
                if (point < next) {
                    delta++;
                } else if (point == next) {
                    appendNumber(encoded, delta, bias);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            from = next + 1;
        }
        return encoded.toString();
    }

    /** The label in lower case that has this encoding; empty if there is none. Section 6.2. */
    static Optional<String> decode(String encoded) {
        int delimiter = encoded.lastIndexOf(DELIMITER);
        StringBuilder label = new StringBuilder(delimiter > 0 ? encoded.substring(0, delimiter) : "");
        int read = delimiter > 0 ? delimiter + 1 : 0;
        int length = label.length();
        int bias = INITIAL_BIAS;
        long point = FIRST_BEYOND_ASCII;
        long index = 0;
        while (read < encoded.length()) {
            long before = index;
            long weight = 1;
            for (int step = BASE; ; step += BASE) {
                int digit = read < encoded.length() ? digit(encoded.charAt(read++)) : -1;
                index += digit * weight;
                if (digit < 0 || index > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
                int threshold = threshold(step, bias);
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
            }
            length++;
            bias = adapt((int) (index - before), length, before == 0);
            point += index / length;
            index %= length;
            if (point > Character.MAX_CODE_POINT || isSurrogate(point)) {
                return Optional.empty();
            }
            label.insert(label.offsetByCodePoints(0, (int) index), Character.toString((int) point));
            index++;
        }
        return Optional.of(label.toString());
    }

    /** Two surrogates side by side would be one character. */
    private static boolean isSurrogate(long point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private static int nextPoint(int[] points, int from) {
        int next = Integer.MAX_VALUE;
        for (int point : points) {
            if (point >= from && point < next) {
                next = point;
            }
        }
        return next;
    }

    private static void appendNumber(StringBuilder encoded, int number, int bias) {
        int rest = number;
        for (int step = BASE; ; step += BASE) {
            int threshold = threshold(step, bias);
            if (rest < threshold) {
                encoded.append(symbol(rest));
                return;
            }
            encoded.append(symbol(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
        }
    }

    private static int threshold(int step, int bias) {
        return Math.max(FIRST_THRESHOLD, Math.min(LAST_THRESHOLD, step - bias));
    }

    private static int adapt(int delta, int length, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / length;
        int steps = 0;
        while (rest > (BASE - FIRST_THRESHOLD) * LAST_THRESHOLD / 2) {
            rest /= BASE - FIRST_THRESHOLD;
            steps += BASE;
        }
        return steps + (BASE - FIRST_THRESHOLD + 1) * rest / (rest + SKEW);
    }

    private static char symbol(int digit) {
        return (char) (digit < LAST_THRESHOLD ? 'a' + digit : '0' + digit - LAST_THRESHOLD);
    }

    private static int digit(char symbol) {
        if (symbol >= 'a' && symbol <= 'z') {
            return symbol - 'a';
        }
        return symbol >= '0' && symbol <= '9' ? symbol - '0' + LAST_THRESHOLD : -1;
    }
}
