package io.github.keycloakapppasswords.gateways;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.SloppyKeycloak.Request;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Gateway;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * The checker by itself, also with answers that Keycloak never gives. With Keycloak it runs in the tests of the gateways that use
 * it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CheckUnderTest {
    static final int RIGHT = 0;
    static final int WRONG = 1;
    static final int LATER = 75;
    static final String GATEWAY_SECRET = "s3cr%t \"of\\the+gateway";
    static final String PAIR = "anna\nher-app-password\n";

    final CertificateAuthority authority = CertificateAuthority.create("Authority");
    final SloppyKeycloak keycloak = SloppyKeycloak.start(authority.server("localhost"));
    final AppPasswordCheck check = new AppPasswordCheck(terms(keycloak.url()));
    private int requestsBefore;

    /**
     * How a run ended.
     *
     * @param output what it wrote; each byte is the character of this number
     */
    record Outcome(int status, String output, String errors) {}

    @BeforeEach
    final void answerRight() {
        keycloak.answers(200, Map.of("X-Username", "anna"));
        keycloak.beforeAnswer(() -> {});
        requestsBefore = keycloak.requests().size();
    }

    @AfterAll
    final void close() {
        check.close();
        keycloak.close();
        authority.close();
    }

    /** Of a Keycloak at this address. */
    final GatewayTerms terms(String url) {
        Path caFile = authority.certificate();
        return new GatewayTerms(url, "example", new Gateway("the gateway", GATEWAY_SECRET), caFile, caFile, caFile);
    }

    /** A command that asks about {@code imap}. */
    final List<String> command(String... arguments) {
        return command(check.command(), arguments);
    }

    static List<String> command(List<String> checker, String... arguments) {
        List<String> command = new ArrayList<>(checker);
        command.add("--protocol=imap");
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** The same command under other programs. */
    static List<String> under(String programs, List<String> command) {
        List<String> words = new ArrayList<>(Arrays.asList(programs.split(" ", -1)));
        words.addAll(command);
        return words;
    }

    /** A run with two lines on standard input. */
    final Outcome lines(String input, String... arguments) {
        return run(command(arguments), input, Map.of());
    }

    /**
     * Runs a command to its end.
     *
     * @param input each character is a byte
     * @param environment added to the one of this JVM
     */
    static Outcome run(List<String> command, String input, Map<String, String> environment) {
        try {
            Path errors = Files.createTempFile("app-passwords-", ".errors");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                write(process, input);
                String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
                return new Outcome(process.waitFor(), output, Files.readString(errors, ISO_8859_1));
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", e);
        }
    }

    private static void write(Process process, String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(ISO_8859_1));
        } catch (IOException endedWithoutReading) {
            // Its status says why.
        }
    }

    /** The only request since the test began. */
    final Request onlyRequest() {
        assertThat(keycloak.requests()).hasSize(requestsBefore + 1);
        return keycloak.requests().get(requestsBefore);
    }

    final void nothingWasAsked() {
        assertThat(keycloak.requests()).hasSize(requestsBefore);
    }
}
