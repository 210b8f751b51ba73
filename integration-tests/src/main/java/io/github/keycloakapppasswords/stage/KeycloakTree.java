package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Keycloak on which {@code kc.sh build} has run, kept under {@code target/} by a hash of what went into it, because
 * the build takes as long as a start.
 */
final class KeycloakTree {
    private static final Duration BUILD_TIME = Duration.ofMinutes(4);
    private static final Duration KEPT_UNUSED = Duration.ofHours(1);

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

    private Path built() {
        Path trees = Project.stageFolder().resolve("keycloak");
        Path tree = trees.resolve(key());
        try {
            Files.createDirectories(trees);
            buildOnce(trees, tree);
            Files.setLastModifiedTime(tree, FileTime.from(Instant.now()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tree;
    }

    /** Where another JVM is building the same, waits until it has. */
    private void buildOnce(Path trees, Path tree) throws IOException {
        Path lock = trees.resolve(tree.getFileName() + ".lock");
        synchronized (KeycloakTree.class) {
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (held.isValid() && !Files.isDirectory(tree)) {
                    forgetUnused(trees);
                    buildInto(trees, tree);
                }
            }
        }
    }

    private void buildInto(Path trees, Path tree) throws IOException {
        Path unfinished = Files.createTempDirectory(trees, "unfinished-");
        try {
            build(unfinished);
            Files.move(unfinished, tree);
        } finally {
            FileTree.delete(unfinished);
        }
    }

    private void build(Path folder) throws IOException {
        // The build writes to lib/quarkus, which must not reach the distribution through a hard link.
        FileTree.copy(distribution, folder, path -> path.startsWith("lib/quarkus") || path.startsWith("conf"));
        for (Path jar : options.providers()) {
            Files.copy(jar, folder.resolve("providers").resolve(jar.getFileName()));
        }
        List<String> command = Stream.concat(Stream.of("bin/kc.sh", "build"), options.buildOptions().stream())
                .toList();
        StageProcess.start("kc.sh build", folder, folder.resolve("build.log"), javaHome(), command)
                .succeed(BUILD_TIME);
    }

    /** The JVM that runs this one also runs Keycloak. */
    static Map<String, String> javaHome() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"));
    }

    private String key() {
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

    private static boolean isUnusedSince(Path tree, Instant limit) throws IOException {
        try {
            return Files.getLastModifiedTime(tree).toInstant().isBefore(limit);
        } catch (NoSuchFileException e) {
            // another run has moved it to where it belongs
            return false;
        }
    }

    private static void forgetUnused(Path trees) throws IOException {
        Instant limit = Instant.now().minus(KEPT_UNUSED);
        try (Stream<Path> all = Files.list(trees)) {
            for (Path tree : all.filter(Files::isDirectory).toList()) {
                if (isUnusedSince(tree, limit)) {
                    FileTree.delete(tree);
                }
            }
        }
    }
}
