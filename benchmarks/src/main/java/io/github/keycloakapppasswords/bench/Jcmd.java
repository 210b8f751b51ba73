package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.StageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Commands to the JVM of a server.
 *
 * @param pid of the process
 */
record Jcmd(long pid) {

    static Jcmd of(KeycloakServer keycloak) {
        String folder = keycloak.folder().toString();
        return new Jcmd(ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .filter(process -> Arrays.stream(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.contains(folder)))
                .findFirst()
                .orElseThrow(() -> new StageException("The JVM of Keycloak is not found."))
                .pid());
    }

    /** @throws StageException if the JVM refuses the command */
    void run(String... command) {
        List<String> line = new ArrayList<>(List.of("jcmd", Long.toString(pid)));
        line.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StageException(String.join(" ", line) + " failed:\n" + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while measuring.", e);
        }
    }
}
