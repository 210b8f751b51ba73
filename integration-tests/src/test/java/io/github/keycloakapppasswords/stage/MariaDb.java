package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A MariaDB in a folder and on a port of its own, with a database for Keycloak. It can be stopped and started again. */
final class MariaDb implements AutoCloseable {
    private static final Duration START_TIME = Duration.ofMinutes(1);
    private static final String NAME = "keycloak";
    private static final String PASSWORD = "for-this-run-only";

    private final Path folder;
    private final int port = Ports.free();
    private final AtExit atExit = AtExit.run(this::end);
    private @Nullable StageProcess process;

    private MariaDb(Path folder) {
        this.folder = folder;
    }

    static MariaDb start() {
        try {
            MariaDb database = new MariaDb(Files.createTempDirectory("app-passwords-mariadb-"));
            database.install();
            database.launch();
            database.makeDatabase();
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Keycloak is to be built and started with to use this database. */
    KeycloakOptions use(KeycloakOptions options) {
        return options.withBuildOption("--db=mariadb")
                .withStartOption("--db-url=jdbc:mariadb://127.0.0.1:" + port + "/" + NAME)
                .withStartOption("--db-username=" + NAME)
                .withStartOption("--db-password=" + PASSWORD);
    }

    /** Ends the server; its data stay. */
    void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /** Starts the server after {@link #stop()}. */
    void launch() {
        StageProcess started = run(
                "mariadbd",
                List.of(
                        "/usr/sbin/mariadbd",
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + folder.resolve("data"),
                        "--socket=" + socket(),
                        "--pid-file=" + folder.resolve("pid"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--character-set-server=utf8mb4",
                        "--innodb-flush-log-at-trx-commit=0"));
        process = started;
        Waiting.until(START_TIME, "MariaDB takes connections", () -> {
            started.requireAlive();
            return Ports.answers(port);
        });
    }

    private void install() {
        run(
                        "mariadb-install-db",
                        List.of(
                                "mariadb-install-db",
                                "--no-defaults",
                                "--user=" + System.getProperty("user.name"),
                                "--datadir=" + folder.resolve("data"),
                                "--auth-root-authentication-method=normal",
                                "--skip-test-db"))
                .succeed(START_TIME);
    }

    private void makeDatabase() {
        String sql = "create database " + NAME + "; create user " + NAME + "@'127.0.0.1' identified by '" + PASSWORD
                + "'; grant all on " + NAME + ".* to " + NAME + "@'127.0.0.1'";
        run("mariadb", List.of("mariadb", "--no-defaults", "--user=root", "--socket=" + socket(), "--execute=" + sql))
                .succeed(START_TIME);
    }

    private StageProcess run(String name, List<String> command) {
        return StageProcess.start(name, folder, folder.resolve(name + ".log"), Map.of(), command);
    }

    private Path socket() {
        return folder.resolve("socket");
    }

    @Override
    public void close() {
        end();
        atExit.forget();
    }

    private void end() {
        stop();
        FileTree.delete(folder);
    }
}
