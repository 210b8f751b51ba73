package io.github.keycloakapppasswords.container;

import io.github.keycloakapppasswords.gateways.Program;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.StageException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code bin/compose} under a name and on ports of its own, beside whatever else runs here. */
final class ComposeDemo implements AutoCloseable {
    static final String NAME = "app-passwords-it";
    private static final String IMAGE = "keycloak-app-passwords-it:compose";

    private final Map<String, String> environment;
    private final String guide;

    private ComposeDemo(Map<String, String> environment) {
        this.environment = environment;
        this.guide = run("up");
    }

    /**
     * Starts it.
     *
     * @throws StageException if it does not start; nothing is left behind then
     */
    static ComposeDemo up() {
        Map<String, String> environment = Map.of(
                "COMPOSE_PROJECT_NAME", NAME,
                "KEYCLOAK_IMAGE", IMAGE,
                "KEYCLOAK_PORT", String.valueOf(Ports.free()),
                "IMAP_PORT", String.valueOf(Ports.free()),
                "SUBMISSION_PORT", String.valueOf(Ports.free()));
        try {
            return new ComposeDemo(environment);
        } catch (StageException e) {
            command(environment, "down");
            throw e;
        }
    }

    /** The address of Keycloak that it printed, without a slash at the end. */
    String keycloakUrl() {
        return printed("Account console +(http://localhost:[0-9]+)/");
    }

    /** The main password that it printed for a user. */
    String passwordOf(String username) {
        return printed("\\n +" + username + " +(\\S+)");
    }

    /** The one-time code of the user {@code owner} at this time. */
    String code() {
        return run("code").strip();
    }

    /** The commands for a shell that it printed for pasting, in their order. */
    List<String> commands() {
        return guide.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("curl ") || line.startsWith("printf "))
                .toList();
    }

    /** Runs {@code bin/compose down}. */
    @Override
    public void close() {
        run("down");
    }

    private String printed(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(guide);
        if (!found.find()) {
            throw new StageException("bin/compose up did not print " + pattern + ":\n" + guide);
        }
        return found.group(1);
    }

    private String run(String verb) {
        Program done = command(environment, verb);
        if (done.status() != 0) {
            throw new StageException("bin/compose " + verb + " ended with " + done.status() + ":\n" + done.output());
        }
        return done.output();
    }

    private static Program command(Map<String, String> environment, String verb) {
        return Program.run(List.of(Project.root().resolve("bin/compose").toString(), verb), "", environment);
    }
}
