package io.github.keycloakapppasswords.username;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Names that stringprep (RFC 3454) leaves as they are, in the profiles of XMPP and LDAP.
 *
 * <p><b>Security.</b> Services use Unicode 3.2, as the RFC says, or the newest Unicode (RFC 8264). A name counts as unchanged
 * only if both leave it unchanged: each character must be in Unicode 3.2, and neither the old tables nor those of this Java may
 * change it. Nameprep and nodeprep map by the same tables (B.1, B.2, NFKC), so Java's own nameprep, {@link IDN} of Unicode 3.2,
 * checks each character; for a whole name it would check labels of 63 characters.
 */
final class Stringprep {

    /** The ASCII characters beside controls that nodeprep prohibits (RFC 6122, appendix A.5). */
    private static final String NOT_IN_NODES = " \"&'/:<>@";

    private static final int FIRST_BEYOND_ASCII = 0x80;
    private static final int DELETE = 0x7f;

    private Stringprep() {}

    /** Whether nodeprep (RFC 6122) and UsernameCaseMapped (RFC 8265) leave the name as it is. */
    static boolean isNode(String name) {
        return name.chars().noneMatch(c -> NOT_IN_NODES.indexOf(c) >= 0) && isKept(name);
    }

    /** Whether LDAP's string preparation for values that ignore case (RFC 4518) leaves the name as it is. */
    static boolean isDirectoryString(String name) {
        return !name.startsWith(" ") && !name.endsWith(" ") && !name.contains("  ") && isKept(name);
    }

    private static boolean isKept(String name) {
        if (name.chars().anyMatch(Stringprep::isChangedAscii)) {
            return false;
        }
        return name.chars().allMatch(c -> c < FIRST_BEYOND_ASCII) || isKeptBeyondAscii(name);
    }

    private static boolean isKeptBeyondAscii(String name) {
        return Normalizer.isNormalized(name, Normalizer.Form.NFKC)
                && name.codePoints()
                        .filter(c -> c >= FIRST_BEYOND_ASCII)
                        .mapToObj(Character::toString)
                        .allMatch(Stringprep::isKeptCharacter)
                && !composesInOldUnicode(name);
    }

    private static boolean isChangedAscii(int c) {
        return (c >= 'A' && c <= 'Z') || c < ' ' || c == DELETE;
    }

    private static boolean isKeptCharacter(String character) {
        try {
            return character.equals(IDN.toUnicode(IDN.toASCII(character)))
                    && character.equals(character.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            // Prohibited, mapped to nothing, or not in Unicode 3.2.
            return false;
        }
    }

    /**
     * Before Corrigendum 5 (Unicode 4.1) two characters were composed across a mark in cases in which they no longer are. Such
     * sequences are in no language.
     */
    private static boolean composesInOldUnicode(String name) {
        int[] points = name.codePoints().toArray();
        for (int last = 2; last < points.length; last++) {
            int first = last - 1;
            while (first > 0 && isMark(points[first])) {
                first--;
            }
            String pair = Character.toString(points[first]) + Character.toString(points[last]);
            if (first < last - 1 && !Normalizer.isNormalized(pair, Normalizer.Form.NFC)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMark(int codePoint) {
        return Character.getType(codePoint) == Character.NON_SPACING_MARK;
    }
}
