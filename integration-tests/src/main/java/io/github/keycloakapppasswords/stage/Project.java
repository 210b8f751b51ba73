package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the parts of this project lie: found from the working directory upwards, so that no path is configured. */
public final class Project {
    private static final Path ROOT = findRoot(Path.of("").toAbsolutePath());

    private Project() {}

    /** The top folder of the working copy. */
    public static Path root() {
        return ROOT;
    }

    /**
     * The JAR that an admin installs.
     *
     * @throws StageException if it was not built
     */
    public static Path shippedJar() {
        return onlyChild(ROOT.resolve("distribution/target"), "keycloak-app-passwords-", ".jar");
    }

    /**
     * The provider that tests install beside the shipped JAR, see the package {@code fixture}.
     *
     * @throws StageException if it was not built
     */
    public static Path fixtureJar() {
        return onlyChild(ROOT.resolve("integration-tests/target"), "integration-tests-", "-fixture.jar");
    }

    /**
     * Keycloak as its distribution unpacks, never written to.
     *
     * @throws StageException if it was not unpacked
     */
    public static Path keycloakDistribution() {
        return onlyChild(stageFolder().resolveSibling("keycloak"), "keycloak-", "");
    }

    /**
     * A version of Keycloak, as its distribution unpacks, never written to: the one of the build, or another one, which
     * the Maven profile {@code compatibility} brings.
     *
     * @throws StageException if it was not unpacked
     */
    public static Path keycloakDistribution(String version) {
        Path ofTheBuild = stageFolder().resolveSibling("keycloak").resolve("keycloak-" + version);
        return Files.isDirectory(ofTheBuild)
                ? ofTheBuild
                : onlyChild(stageFolder().resolveSibling("other-keycloaks"), "keycloak-" + version, "");
    }

    /** The recipe of a gateway, such as {@code dovecot}. */
    public static Path gatewayRecipe(String gateway) {
        return ROOT.resolve("docker/gateways").resolve(gateway);
    }

    /** The recipe of a load balancer, such as {@code haproxy}. */
    public static Path balancerRecipe(String balancer) {
        return ROOT.resolve("docker/balancer").resolve(balancer);
    }

    /** The recipe of the web server that mail programs ask. */
    public static Path mailSettingsRecipe() {
        return ROOT.resolve("docker/mail-settings");
    }

    /** The realm file of the demo. */
    public static Path demoRealm() {
        return ROOT.resolve("docker/demo-realm.json");
    }

    /** A folder for what may be kept between runs; {@code mvn clean} removes it. */
    static Path stageFolder() {
        return ROOT.resolve("integration-tests/target/stage");
    }

    private static Path onlyChild(Path folder, String prefix, String suffix) {
        List<Path> found = children(folder).stream()
                .filter(path -> path.getFileName().toString().startsWith(prefix))
                .filter(path -> path.getFileName().toString().endsWith(suffix))
                .toList();
        if (found.size() != 1) {
            throw new StageException("Expected one " + prefix + "*" + suffix + " in " + folder + " but found "
                    + found.size() + "; run: mvn clean package -DskipTests");
        }
        return found.get(0);
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path findRoot(Path start) {
        return Stream.iterate(Optional.of(start), Optional::isPresent, path -> path.map(Path::getParent))
                .flatMap(Optional::stream)
                .filter(path -> Files.isDirectory(path.resolve("integration-tests"))
                        && Files.isDirectory(path.resolve("distribution")))
                .findFirst()
                .orElseThrow(() -> new StageException("No working copy of this project in or above " + start + "."));
    }
}
