package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A saslauthd with the options of the recipe, which asks the PAM of the recipe. */
final class Saslauthd implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Path EXECUTABLE = Path.of("/usr/sbin/saslauthd");

    private final RecipeFolder folder = RecipeFolder.create("saslauthd");
    private final Pam pam;
    private final StageProcess process;

    private Saslauthd(GatewayTerms terms) {
        pam = new Pam(terms);
        pam.service("ldap", folder.recipe("ldap"));
        folder.write("mux/empty", "");
        Path log = folder.resolve("saslauthd.log");
        process = StageProcess.start("saslauthd", folder.resolve(""), log, pam.environment(), command());
    }

    /** Starts one and returns when it answers. */
    static Saslauthd start(GatewayTerms terms) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new StageException("saslauthd is not installed: no " + EXECUTABLE + ".");
        }
        Saslauthd saslauthd = new Saslauthd(terms);
        try {
            Waiting.until(TIME, "saslauthd listens", () -> {
                saslauthd.process.requireAlive();
                return Files.exists(saslauthd.socket());
            });
            return saslauthd;
        } catch (RuntimeException e) {
            saslauthd.close();
            throw e;
        }
    }

    /** Where it listens. */
    Path socket() {
        return folder.resolve("mux/mux");
    }

    void changeSecret(String secret) {
        pam.changeSecret(secret);
    }

    @Override
    public void close() {
        process.close();
        folder.delete();
        pam.close();
    }

    /**
     * As Debian's start script makes it of the settings; {@code -d} keeps it in the foreground. In a session of its own,
     * since it ends by a signal to all of its process group, which would be the group of the tests.
     */
    private List<String> command() {
        String settings = folder.recipe("saslauthd");
        String options = setting(settings, "OPTIONS")
                .replace("/var/run/saslauthd", folder.resolve("mux").toString());
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/setsid",
                EXECUTABLE.toString(),
                "-d",
                "-a",
                setting(settings, "MECHANISMS"),
                "-n",
                setting(settings, "THREADS")));
        command.addAll(List.of(options.split(" ")));
        return command;
    }

    private static String setting(String settings, String name) {
        Matcher line = Pattern.compile("^" + name + "=\"?([^\"\\n]*)\"?$", Pattern.MULTILINE)
                .matcher(settings);
        if (!line.find()) {
            throw new StageException("The recipe of saslauthd does not set " + name + ".");
        }
        return line.group(1);
    }
}
