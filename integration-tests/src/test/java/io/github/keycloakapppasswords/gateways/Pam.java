package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.StageException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The script of the recipe, and a folder of PAM files that is used in place of the machine's, through libpam-wrapper:
 * the PAM of this machine is never changed.
 */
final class Pam implements AutoCloseable {
    /** Where the recipe puts the script. */
    static final String SCRIPT = "/usr/local/lib/app-password.sh";

    private final PamWrapperTurn turn = PamWrapperTurn.take();
    private final RecipeFolder folder = RecipeFolder.create("pam");

    Pam(GatewayTerms terms) {
        Gateway credential = terms.credential();
        // The file of the secret is named in a comment too.
        Path script = folder.install(
                "app-password.sh",
                "app-password.sh",
                Map.of(
                        "https://keycloak.example.org/realms/example",
                        terms.realmUrl(),
                        "CLIENT_ID=pam",
                        "CLIENT_ID=" + credential.clientId(),
                        "SECRET_FILE=/etc/keycloak-gateway.secret",
                        "SECRET_FILE=" + folder.resolve("secret"),
                        "/etc/ssl/certs/ca-certificates.crt",
                        terms.caFile().toString()));
        if (!script.toFile().setExecutable(true, false)) {
            throw new StageException(script + " could not be made executable.");
        }
        changeSecret(credential.secret());
    }

    /**
     * Writes the PAM file of a service, in which the two lines name the script where it is here.
     *
     * @param text the file of a recipe, as it is
     */
    void service(String name, String text) {
        folder.write(
                "pam.d/" + name,
                text.replace(SCRIPT, folder.resolve("app-password.sh").toString()));
    }

    /** The PAM file of the recipe for applications, for this protocol. */
    void exampleService(String name, String protocol) {
        String example = folder.recipe("pam.d/example");
        service(name, example.replace(SCRIPT + " smtp", SCRIPT + " " + protocol));
    }

    /** What a program needs in its environment to use this PAM. */
    Map<String, String> environment() {
        String wrapper = Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/lib64")
                .map(libraries -> Path.of(libraries, "libpam_wrapper.so"))
                .filter(library -> library.toFile().canRead())
                .findFirst()
                .orElseThrow(() -> new StageException("libpam-wrapper is not installed."))
                .toString();
        return Map.of(
                "LD_PRELOAD",
                wrapper,
                "PAM_WRAPPER",
                "1",
                "PAM_WRAPPER_SERVICE_DIR",
                folder.resolve("pam.d").toString());
    }

    void changeSecret(String secret) {
        folder.writeSecret("secret", secret);
    }

    @Override
    public void close() {
        folder.delete();
        turn.close();
    }
}
