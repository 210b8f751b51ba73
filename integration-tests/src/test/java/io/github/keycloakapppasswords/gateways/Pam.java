package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.StageException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The checker, and a folder of PAM files that is used in place of the machine's, through libpam-wrapper: the PAM of this machine
 * is never changed.
 */
final class Pam implements AutoCloseable {
    private final PamWrapperTurn turn = PamWrapperTurn.take();
    private final RecipeFolder folder = RecipeFolder.create("pam");
    private final AppPasswordCheck check;

    Pam(GatewayTerms terms) {
        check = new AppPasswordCheck(terms);
    }

    /**
     * Writes the PAM file of a service.
     *
     * @param text the file of a recipe, as it is
     */
    void service(String name, String text) {
        folder.write("pam.d/" + name, check.adapted(text));
    }

    /** The PAM file of the recipe for applications, for this protocol. */
    void exampleService(String name, String protocol) {
        service(name, folder.recipe("pam.d/example").replace("--protocol=smtp", "--protocol=" + protocol));
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
        check.changeSecret(secret);
    }

    @Override
    public void close() {
        check.close();
        folder.delete();
        turn.close();
    }
}
