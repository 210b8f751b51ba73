package io.github.keycloakapppasswords.term;

/** Received text made fit for an error message or a log line: quoted, one line, not endless. */
public final class Quoted {

    private static final int LONGEST = 64;

    private Quoted() {}

    /** The text in quotation marks, without control or bidirectional marks, cut after {@value #LONGEST} characters. */
    public static String of(String received) {
        String harmless = Label.harmless(received);
        return harmless.length() <= LONGEST ? '"' + harmless + '"' : '"' + harmless.substring(0, LONGEST) + "…\"";
    }
}
