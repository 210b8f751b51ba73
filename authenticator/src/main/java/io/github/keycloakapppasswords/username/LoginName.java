package io.github.keycloakapppasswords.username;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user name that a mail client sent, normalised once: without spaces around it, in Unicode form NFC.
 *
 * <p><b>Security.</b> Mail servers build paths and master-user logins from names. So a name is refused, never cleaned, when it
 * is {@code .}, or holds a control, format or unassigned character, an unpaired surrogate, {@code /}, {@code ..}, or the
 * master-user separator. The same rule holds for a login identity in an answer ({@link #isSafe(String, String)}), which must
 * have no space around it either. A joiner (U+200C, U+200D) may stand between two letters of a script that is written with
 * joiners.
 *
 * @param value the normalised name, never empty
 */
public record LoginName(String value) {

    /** The length of Keycloak's columns for user names and e-mail addresses. */
    static final int MAXIMUM_LENGTH = 255;

    private static final int NON_JOINER = 0x200c;
    private static final int JOINER = 0x200d;

    /** Where a joiner changes how letters look, and people write it (RFC 5892, appendix A.1 and A.2). */
    private static final Set<UnicodeScript> WRITTEN_WITH_JOINERS = EnumSet.of(
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA);

    /**
     * Reads a submitted name.
     *
     * @param submitted the submitted name; {@code null} if the request had no text there
     * @param masterUserSeparator the gateway's separator; empty if it has none
     * @return the name, or empty if it is malformed
     */
    public static Optional<LoginName> of(@Nullable String submitted, String masterUserSeparator) {
        if (submitted == null || submitted.length() > MAXIMUM_LENGTH || hasUnpairedSurrogate(submitted)) {
            return Optional.empty();
        }
        String name = composed(withoutSpacesAround(submitted));
        return isSafe(name, masterUserSeparator) ? Optional.of(new LoginName(name)) : Optional.empty();
    }

    /** Whether a mail server may be given this name; see the class. */
    public static boolean isSafe(String name, String masterUserSeparator) {
        if (name.isEmpty() || name.length() > MAXIMUM_LENGTH || hasUnpairedSurrogate(name)) {
            return false;
        }
        if (name.indexOf('/') >= 0 || name.contains("..") || name.equals(".")) {
            return false;
        }
        if (!masterUserSeparator.isEmpty() && name.contains(masterUserSeparator)) {
            return false;
        }
        return !isSpace(name.codePointAt(0))
                && !isSpace(name.codePointBefore(name.length()))
                && hasOnlyVisibleCharacters(name);
    }

    /** Whether Keycloak would look for an e-mail address of this name. */
    public boolean mayBeEmail() {
        return value.indexOf('@') >= 0;
    }

    /**
     * The spellings under which a store may have this name, {@link #value()} first. They differ in the normal form (directories
     * keep form D), and in the spelling of an address's domain. A domain in letters is in form C only.
     *
     * <p>Most names have one. A name has two at most without an international domain, and four with one. It has five if the
     * domain is partly in letters and partly in ASCII.
     */
    public Set<String> spellings() {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(value);
        int at = value.lastIndexOf('@');
        String domain = value.substring(at + 1);
        String letters = InternationalDomain.inLetters(domain);
        String ascii = InternationalDomain.inAscii(letters);
        if (at < 0) {
            addForms(spellings, value, "");
        } else if (letters.equals(ascii)) {
            addForms(spellings, value.substring(0, at + 1), domain);
        } else {
            addForms(spellings, value.substring(0, at + 1), letters);
            addForms(spellings, value.substring(0, at + 1), ascii);
        }
        spellings.removeIf(spelling -> spelling.length() > MAXIMUM_LENGTH);
        return spellings;
    }

    private static void addForms(Set<String> spellings, String local, String domain) {
        spellings.add(local + domain);
        spellings.add(Normalizer.normalize(local, Normalizer.Form.NFD) + domain);
    }

    /** The canonical form that all {@link #spellings()} of this name share. */
    public static String canonical(String name) {
        String composed = composed(name);
        int at = composed.lastIndexOf('@');
        return at < 0
                ? composed
                : composed.substring(0, at + 1) + InternationalDomain.inLetters(composed.substring(at + 1));
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** Phone keyboards add spaces. Only spaces are removed: a control character is not a typing error. */
    private static String withoutSpacesAround(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && Character.getType(text.charAt(from)) == Character.SPACE_SEPARATOR) {
            from++;
        }
        while (to > from && Character.getType(text.charAt(to - 1)) == Character.SPACE_SEPARATOR) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    private static boolean hasOnlyVisibleCharacters(String name) {
        int[] points = name.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            if (isInvisible(points[i]) && !(isJoiner(points[i]) && joins(points, i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isJoiner(int codePoint) {
        return codePoint == NON_JOINER || codePoint == JOINER;
    }

    private static boolean joins(int[] points, int at) {
        return at > 0
                && at < points.length - 1
                && isWrittenWithJoiners(points[at - 1])
                && isWrittenWithJoiners(points[at + 1]);
    }

    private static boolean isWrittenWithJoiners(int codePoint) {
        return WRITTEN_WITH_JOINERS.contains(UnicodeScript.of(codePoint));
    }

    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
