package io.github.keycloakapppasswords.term;

/** Received text made fit for an error message or a log line: quoted, one line, not endless. */
public final class Quoted {

    private Quoted() {}

    /**
     * The text in quotation marks, without control or bidirectional marks. An ellipsis shows that the text was cut, after {@value
     * Label#LONGEST} characters.
     */
    public static String of(String received) {
        boolean isCut = received.codePointCount(0, received.length()) > Label.LONGEST;
        return '"' + Label.harmless(received) + (isCut ? "…\"" : "\"");
    }
}
