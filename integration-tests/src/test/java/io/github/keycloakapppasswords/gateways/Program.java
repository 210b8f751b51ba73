package io.github.keycloakapppasswords.gateways;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One run of a client's program.
 *
 * @param status what it ended with
 * @param output what it wrote, errors too
 */
public record Program(int status, String output) {

    /** Runs it to its end. */
    public static Program run(List<String> command, String input) {
        return run(command, input, Map.of());
    }

    /**
     * Runs it to its end.
     *
     * @param environment added to the one of this JVM
     */
    public static Program run(List<String> command, String input, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException endedWithoutReading) {
                // Its status and output say why.
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Program(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(command.get(0) + " could not be run.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", e);
        }
    }
}
