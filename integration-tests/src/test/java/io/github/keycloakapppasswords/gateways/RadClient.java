package io.github.keycloakapppasswords.gateways;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A NAS that sends PAP, such as a VPN concentrator: radclient of freeradius-utils. */
final class RadClient extends RadiusDevice {
    private static final Pattern IDENTITY =
            Pattern.compile("Received Access-Accept.*User-Name = \"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.DOTALL);
    /** More than the four seconds that FreeRADIUS gives Keycloak. */
    private static final int PATIENCE_SECONDS = 5;
    /**
     * Two: radclient 3.2.7 (Debian 13) may end right after it has sent the last of them, without a word, if a second of the
     * clock ends meanwhile.
     */
    private static final String TRIES = "2";

    private final int patienceSeconds;

    RadClient(FreeRadius freeRadius) {
        this(freeRadius, PATIENCE_SECONDS);
    }

    /** @param patienceSeconds how long it waits for the answer to each of its two tries */
    RadClient(FreeRadius freeRadius, int patienceSeconds) {
        super(freeRadius);
        this.patienceSeconds = patienceSeconds;
    }

    @Override
    Login login(String username, String password, String callingStation) {
        String output = ask(username, password, callingStation);
        if (output.contains("Received Access-Reject")) {
            return Login.wrong(output);
        }
        if (!output.contains("Received ") && output.split("Sent Access-Request", -1).length > 2) {
            return Login.later(output);
        }
        Matcher accepted = IDENTITY.matcher(output);
        if (!accepted.find()) {
            throw new IllegalStateException("Neither accepted with a name, nor rejected, nor unanswered: " + output);
        }
        return Login.in(accepted.group(1).replaceAll("\\\\(.)", "$1"));
    }

    private String ask(String username, String password, String callingStation) {
        String request =
                """
                User-Name = "%s"
                User-Password = "%s"
                Calling-Station-Id = "%s"
                Message-Authenticator = 0x00
                """
                        .formatted(escaped(username), escaped(password), callingStation);
        List<String> command = List.of(
                "/usr/bin/radclient",
                "-x",
                "-r",
                TRIES,
                "-t",
                String.valueOf(patienceSeconds),
                "127.0.0.1:" + port(),
                "auth",
                FreeRadiusFiles.NAS_SECRET);
        return Program.run(command, request).output();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
