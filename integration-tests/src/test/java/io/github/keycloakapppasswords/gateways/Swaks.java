package io.github.keycloakapppasswords.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.keycloakapppasswords.stage.StageException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The mail program of admins who try a server out; the password comes by standard input, as if typed. */
final class Swaks {
    private static final int TIME_LIMIT_SECONDS = 60;

    private Swaks() {}

    /** What the server and swaks said to each other in an attempt to send a message. */
    static String transcript(int port, String username, String password) {
        return transcript(port, "PLAIN", username, password);
    }

    /** The same with this mechanism of SASL. */
    static String transcript(int port, String mechanism, String username, String password) {
        List<String> command = List.of(
                "swaks",
                "--server",
                "127.0.0.1:" + port,
                "-tls",
                "--auth",
                mechanism,
                "--auth-user",
                username,
                "--protect-prompt",
                "--from",
                username + "@example.org",
                "--to",
                username + "@example.org");
        try {
            Process swaks =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (OutputStream typed = swaks.getOutputStream()) {
                typed.write((password + "\n").getBytes(UTF_8));
            }
            String said = new String(swaks.getInputStream().readAllBytes(), UTF_8);
            if (!swaks.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                swaks.destroyForcibly();
                throw new StageException("swaks did not end; it said: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new StageException("swaks could not be run: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while swaks ran.", e);
        }
    }
}
