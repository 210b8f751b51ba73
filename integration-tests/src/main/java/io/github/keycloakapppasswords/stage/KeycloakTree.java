package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Keycloak on which {@code kc.sh build} has run, kept in a {@link SharedFolder}, because the build takes longer than a
 * start.
 */
final class KeycloakTree {
    private static final Duration BUILD_TIME = Duration.ofMinutes(4);

    private final Path distribution;
    private final KeycloakOptions options;

    KeycloakTree(Path distribution, KeycloakOptions options) {
        this.distribution = distribution;
        this.options = options;
    }

    /** Makes a folder from which a server can be started: what it writes to is its own. */
    void install(Path folder) {
        Path built = built();
        FileTree.copy(built, folder, path -> path.startsWith("conf") || path.startsWith("data"));
    }

    /** The built tree itself, which nothing may write to. */
    Path built() {
        return SharedFolder.of("keycloak", key(), this::build);
    }

    private void build(Path folder) {
        // The build writes to lib/quarkus, which must not reach the distribution through a hard link.
        FileTree.copy(distribution, folder, path -> path.startsWith("lib/quarkus") || path.startsWith("conf"));
        try {
            for (Path jar : options.providers()) {
                Files.copy(jar, folder.resolve("providers").resolve(jar.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = Stream.concat(Stream.of("bin/kc.sh", "build"), options.buildOptions().stream())
                .toList();
        Map<String, String> environment = new HashMap<>(javaHome());
        environment.put("JAVA_OPTS_APPEND", KeycloakOptions.QUICK_START);
        StageProcess.start("kc.sh build", folder, folder.resolve("build.log"), environment, command)
                .succeed(BUILD_TIME);
    }

    /** The JVM that runs this one also runs Keycloak. */
    static Map<String, String> javaHome() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"));
    }

    /** A hash of what went into it. */
    String key() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(distribution.toString().getBytes(StandardCharsets.UTF_8));
            digest.update(String.join("\n", options.buildOptions()).getBytes(StandardCharsets.UTF_8));
            for (Path jar : options.providers()) {
                digest.update(Files.readAllBytes(jar));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
