package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The H2 that is a part of Keycloak, with its data in a file of the server's own. */
final class H2 implements Database {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

    @Override
    public KeycloakOptions use(KeycloakOptions options) {
        return options;
    }

    @Override
    public void execute(String statements, KeycloakServer keycloak) {
        Path folder = keycloak.folder().resolve("tmp");
        Path script = folder.resolve("statements.sql");
        try {
            Files.writeString(script, statements);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StageProcess.start(
                        "sql",
                        folder,
                        folder.resolve("sql.log"),
                        Map.of(),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java")
                                        .toString(),
                                "-cp",
                                jar(keycloak.folder().resolve("lib/lib/main")).toString(),
                                "org.h2.tools.RunScript",
                                "-url",
                                "jdbc:h2:file:" + keycloak.folder().resolve("data/h2/keycloakdb"),
                                "-user",
                                "",
                                "-password",
                                "",
                                "-script",
                                script.toString()))
                .succeed(TIME_LIMIT);
    }

    private static Path jar(Path libraries) {
        try (Stream<Path> all = Files.list(libraries)) {
            return all.filter(jar -> jar.getFileName().toString().startsWith("com.h2database.h2-"))
                    .findFirst()
                    .orElseThrow(() -> new StageException("Keycloak has no H2 any more."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // the file goes with its Keycloak
    }
}
