package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;

/** The clock of one node, by libfaketime: the time of day alone, which can be set while the node runs. Intervals stay as long as they are. */
final class NodeClock {
    private static final Path LIBRARIES = Paths.get("/usr/lib");
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path file;

    /** @param file that the library reads every second */
    NodeClock(Path file) {
        this.file = file;
        set(Duration.ZERO);
    }

    /** Gives it to a node. */
    KeycloakOptions of(KeycloakOptions options) {
        return options.withEnvironment("LD_PRELOAD", library().toString())
                .withEnvironment("FAKETIME_TIMESTAMP_FILE", file.toString())
                .withEnvironment("FAKETIME_CACHE_DURATION", "1")
                .withEnvironment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                // Otherwise Object.wait(500) returns at once.
                .withEnvironment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** Sets it so far before the true time, or behind it if negative. */
    void set(Duration ahead) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path library() {
        try (Stream<Path> folders = Files.list(LIBRARIES)) {
            return folders.map(folder -> folder.resolve(LIBRARY))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new StageException("libfaketime is not installed: no " + LIBRARIES + "/*/"
                            + LIBRARY + ". Debian's package is faketime."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
