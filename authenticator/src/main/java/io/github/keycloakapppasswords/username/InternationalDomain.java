package io.github.keycloakapppasswords.username;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The two spellings of an internationalized domain (RFC 5890): in letters, {@code b\u00fccher.example}, and in ASCII,
 * {@code xn--bcher-kva.example}.
 *
 * <p><b>Security.</b> As in IDNA2008, no letter is mapped to another: {@code \u00df} stays what it is, unlike in
 * {@link java.net.IDN}. A label that is not a valid spelling of another is not changed, so that two domains never become one.
 */
public final class InternationalDomain {

    private static final String ACE_PREFIX = "xn--";
    private static final int LONGEST_LABEL = 63;

    private InternationalDomain() {}

    /** The domain with each label in letters, lower case, form C. */
    static String inLetters(String domain) {
        return eachLabel(domain, InternationalDomain::labelInLetters);
    }

    /** The domain with each label in ASCII, lower case. */
    public static String inAscii(String domain) {
        return eachLabel(domain, InternationalDomain::labelInAscii);
    }

    private static String eachLabel(String domain, UnaryOperator<String> spelling) {
        return Arrays.stream(domain.split("\\.", -1)).map(spelling).collect(Collectors.joining("."));
    }

    private static String labelInLetters(String label) {
        String lower = lower(label);
        if (!lower.startsWith(ACE_PREFIX)) {
            return lower;
        }
        return Punycode.decode(lower.substring(ACE_PREFIX.length()))
                .filter(letters -> labelInAscii(letters).equals(lower))
                .orElse(lower);
    }

    private static String labelInAscii(String label) {
        String lower = lower(label);
        if (!isInternational(lower)) {
            return lower;
        }
        String ascii = ACE_PREFIX + Punycode.encode(lower);
        return ascii.length() <= LONGEST_LABEL ? ascii : lower;
    }

    /** Whether this is a label in letters, not all ASCII, that has a spelling in ASCII. */
    private static boolean isInternational(String label) {
        return label.codePoints().anyMatch(c -> c >= Punycode.FIRST_BEYOND_ASCII)
                && label.codePoints().allMatch(InternationalDomain::isInLabels)
                && label.equals(Normalizer.normalize(label, Normalizer.Form.NFKC));
    }

    private static boolean isInLabels(int c) {
        if (c < Punycode.FIRST_BEYOND_ASCII) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String lower(String label) {
        return Normalizer.normalize(label.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }
}
