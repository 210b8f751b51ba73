package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Realm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;

/** Keycloak's own command-line tool, as the server's first admin runs it. */
public record Kcadm(Realm realm) {

    /** A command as a shell splits it: at spaces that are not in single quotation marks. */
    public static List<String> words(String command) {
        return Pattern.compile("'([^']*)'|(\\S+)")
                .matcher(command)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }

    /** Runs one command and returns what it printed; fails unless it succeeds. */
    public String run(List<String> command) {
        KeycloakServer server = realm.keycloak();
        List<String> whole = new ArrayList<>(List.of("bin/kcadm.sh"));
        whole.addAll(command);
        whole.addAll(
                List.of("--no-config", "--server", server.url(), "--realm", "master", "--user", server.adminName()));
        ProcessBuilder builder =
                new ProcessBuilder(whole).directory(server.folder().toFile()).redirectErrorStream(true);
        builder.environment()
                .put("JAVA_HOME", Path.of(System.getProperty("java.home")).toString());
        builder.environment().put("KC_CLI_PASSWORD", server.adminPassword());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Assertions.assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Assertions.assertThat(process.exitValue()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new AssertionError("kcadm.sh did not run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
