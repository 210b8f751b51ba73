package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.StageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The checker of the recipe with its settings, in a folder; for each gateway that runs a program. */
final class AppPasswordCheck implements AutoCloseable {
    /** Where the recipes have it. */
    private static final String PROGRAM = "/usr/local/bin/app-password-check";

    private static final String SETTINGS = "app-password-check.conf";

    private final RecipeFolder folder = RecipeFolder.create("app-password-check");
    private final Path program;

    AppPasswordCheck(GatewayTerms terms) {
        program = folder.install("app-password-check", "app-password-check", Map.of());
        if (!program.toFile().setExecutable(true, false)) {
            throw new StageException(program + " could not be made executable.");
        }
        folder.install(
                SETTINGS,
                SETTINGS,
                Map.of(
                        "https://keycloak.example.org/realms/example",
                        terms.realmUrl(),
                        "GATEWAY",
                        terms.credential().clientId(),
                        "/etc/app-password-check.secret",
                        folder.resolve("secret").toString(),
                        "/etc/ssl/certs/ca-certificates.crt",
                        terms.caFile().toString()));
        changeSecret(terms.credential().secret());
    }

    /** The program with its settings, to which further arguments can be added. */
    List<String> command() {
        return List.of(program.toString(), "--config=" + settings());
    }

    /** A file of a recipe, with the program where it is here. */
    String adapted(String text) {
        if (!text.contains(PROGRAM)) {
            throw new StageException("This recipe must run " + PROGRAM + ":\n" + text);
        }
        return text.replace(PROGRAM, String.join(" ", command()));
    }

    /** The file with its settings. */
    Path settings() {
        return folder.resolve(SETTINGS);
    }

    /** Lets a user of this host run it, and nobody else but root. */
    void give(String user) {
        folder.give(folder.resolve("secret"), user);
    }

    void changeSecret(String secret) {
        folder.writeSecret("secret", secret);
    }

    @Override
    public void close() {
        folder.delete();
    }
}
