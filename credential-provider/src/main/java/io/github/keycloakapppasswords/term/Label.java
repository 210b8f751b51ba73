package io.github.keycloakapppasswords.term;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The name that its owner gave an app password: 1 to {@value #LONGEST} characters (code points) of any script.
 *
 * <p><b>Security.</b> A label made here has no control and no bidirectional mark, so that it cannot forge a log line
 * or turn a page's text around. Keycloak's own rename accepts anything (seen on 26.7.4), so a <em>stored</em> label is
 * not one of these: show it through {@link #harmless(String)}, and escape it for the place as any text.
 *
 * @param value trimmed and in Unicode's normal form C
 */
public record Label(String value) {

    /** Characters (code points) in the longest label. */
    public static final int LONGEST = 64;

    private static final int REPLACEMENT = 0xfffd;

    public Label {
        Problem problem = problemWith(value);
        if (problem != null) {
            throw new InvalidLabelException(problem);
        }
    }

    /**
     * Reads a label as a person typed it: trims it and brings it into normal form C.
     *
     * @throws InvalidLabelException if nothing is left, it is too long, or it has a character that labels must not
     */
    @JsonCreator
    public static Label of(String typed) {
        return new Label(Normalizer.normalize(typed, Normalizer.Form.NFC).strip());
    }

    /**
     * A stored label made fit for one line anywhere: each control or bidirectional mark and each lone surrogate
     * becomes U+FFFD, and what is longer than {@value #LONGEST} characters is cut.
     *
     * @param stored may be {@code null}: then the answer is empty
     */
    public static String harmless(@Nullable String stored) {
        return stored == null ? "" : harmless(stored.codePoints().limit(LONGEST));
    }

    /** As {@link #harmless(String)}, and not cut: for a name that has to stay the same name. */
    public static String harmlessWhole(String stored) {
        return harmless(stored.codePoints());
    }

    private static String harmless(IntStream codePoints) {
        return codePoints
                .map(c -> isForbidden(c) ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Whether a stored label is the same name as this one, in any case. */
    public boolean sameNameAs(@Nullable String stored) {
        return stored != null && folded(value).equals(folded(stored.strip()));
    }

    private static String folded(String label) {
        // both ways, since some letters have only one of them
        return Normalizer.normalize(label, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static @Nullable Problem problemWith(String value) {
        if (value.isBlank()) {
            return Problem.EMPTY;
        }
        if (value.codePointCount(0, value.length()) > LONGEST) {
            return Problem.TOO_LONG;
        }
        return value.codePoints().anyMatch(Label::isForbidden) ? Problem.FORBIDDEN_CHARACTER : null;
    }

    private static boolean isForbidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            default -> isBidirectionalMark(codePoint);
        };
    }

    /** The marks of Unicode's bidirectional algorithm (UAX #9, table 1). */
    private static boolean isBidirectionalMark(int codePoint) {
        return codePoint == 0x061c
                || codePoint == 0x200e
                || codePoint == 0x200f
                || (codePoint >= 0x202a && codePoint <= 0x202e)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    /** The fault of a label. */
    public enum Problem {
        EMPTY,
        TOO_LONG,
        FORBIDDEN_CHARACTER
    }
}
