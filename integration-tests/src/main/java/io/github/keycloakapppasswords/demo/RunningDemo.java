package io.github.keycloakapppasswords.demo;

import io.github.keycloakapppasswords.stage.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The file by which {@code bin/demo --print-env} finds a demo that runs already; only its user may read it. */
final class RunningDemo {
    private static final Path FILE = Project.root().resolve("integration-tests/target/demo.env");

    private RunningDemo() {}

    /** Writes the file, and deletes it when the JVM ends. */
    static void publish(String variables) {
        try {
            Files.deleteIfExists(FILE);
            Files.createFile(FILE, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(FILE, variables);
            FILE.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
