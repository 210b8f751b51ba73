package io.github.keycloakapppasswords.validation;

import java.text.Normalizer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name that a person gave her mail client, normalised once: Unicode form NFC.
 *
 * <p><b>Security.</b> Mail servers build paths and master-user logins of names. So a name is refused, never cleaned,
 * when it is {@code .}, or holds a control, format or unassigned character, an unpaired surrogate, {@code /}, {@code ..}, the
 * master-user separator, or white space at either end; the same rule holds for a login identity that goes out
 * ({@link #isSafe(String, String)}).
 *
 * @param value the normalised name, never empty
 */
record LoginName(String value) {

    /** Keycloak keeps user names and e-mail addresses in columns of this length. */
    static final int MAXIMUM_LENGTH = 255;

    /**
     * Reads a submitted name.
     *
     * @param submitted what was sent; {@code null} if it was not even text
     * @param masterUserSeparator the gateway's separator; empty if it has none
     * @return the name, or empty if it is malformed
     */
    static Optional<LoginName> of(@Nullable String submitted, String masterUserSeparator) {
        if (submitted == null || submitted.length() > MAXIMUM_LENGTH || hasUnpairedSurrogate(submitted)) {
            return Optional.empty();
        }
        String name = Normalizer.normalize(submitted, Normalizer.Form.NFC);
        return isSafe(name, masterUserSeparator) ? Optional.of(new LoginName(name)) : Optional.empty();
    }

    /** Whether a mail server may be given this name; see the class. */
    static boolean isSafe(String name, String masterUserSeparator) {
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
                && name.codePoints().noneMatch(LoginName::isInvisible);
    }

    /** Whether Keycloak would look for an e-mail address of this name at all. */
    boolean mayBeEmail() {
        return value.indexOf('@') >= 0;
    }

    private static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
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
