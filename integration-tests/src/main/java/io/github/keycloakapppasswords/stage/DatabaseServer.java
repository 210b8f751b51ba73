package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A database server in a folder and on a port of its own, with a database for Keycloak. It can be stopped and started
 * again.
 */
public abstract class DatabaseServer implements Database {
    /** The folder of the server's files, in {@link #folder()}. */
    private static final String DATA = "data";

    static final String NAME = "keycloak";
    static final String PASSWORD = "for-this-run-only";

    private static final Duration START_TIME = Duration.ofMinutes(1);

    private final String vendor;
    private final String subprotocol;
    private final Path folder;
    private final int port = Ports.free();
    private final AtExit atExit = AtExit.run(this::end);
    private @Nullable StageProcess process;

    /**
     * @param vendor as in {@code --db=mariadb}
     * @param subprotocol as in {@code jdbc:mariadb:}
     */
    DatabaseServer(String vendor, String subprotocol) {
        this.vendor = vendor;
        this.subprotocol = subprotocol;
        try {
            this.folder = Files.createTempDirectory("app-passwords-" + vendor + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the folder to the user that the server runs as. */
    void own(Path given) {}

    /** Makes the files of the server. */
    abstract void install();

    /** What prints the version of the server. */
    abstract List<String> version();

    /** What starts the server in the foreground. */
    abstract List<String> server();

    /** Whether the running server serves. */
    abstract boolean serves();

    /** Makes the database {@link #NAME} and its owner of the same name, on the running server. */
    abstract void makeDatabase();

    /** What runs SQL statements in that database as its owner. */
    abstract List<String> client(String statements);

    /** Installs the server, starts it, and makes the database. */
    final void beginEmpty() {
        own(folder);
        install();
        launch();
        makeDatabase();
    }

    /** Starts the server with the database of a Keycloak that has started once on it. */
    final void begin() {
        // First: a server that may not enter its folder says so, with the folder's name, beside its version.
        own(folder);
        Path filled = SharedFolder.of("databases", vendor + "-" + key(), this::fill);
        copy(filled.resolve(DATA), folder);
        launch();
    }

    private void fill(Path into) {
        beginEmpty();
        KeycloakServer.start(keycloak()).close();
        stop();
        copy(data(), into);
        FileTree.delete(data());
    }

    private KeycloakOptions keycloak() {
        return use(KeycloakOptions.shipped().withProvider(Project.fixtureJar()).forTests());
    }

    /** Of what made the files: Keycloak with its providers, and the version of the server. */
    private String key() {
        String keycloak = new KeycloakTree(Project.keycloakDistribution(), keycloak()).key();
        succeed("version", version());
        try {
            String server = Files.readString(folder.resolve("version.log"));
            if (server.lines().count() != 1) {
                // A message with the folder's name would make another key for each server.
                throw new StageException("More than a version: " + server);
            }
            return keycloak + "-" + Integer.toHexString(server.hashCode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With owners. */
    private void copy(Path data, Path into) {
        succeed("copy", List.of("cp", "--archive", data.toString(), into.toString()));
    }

    @Override
    public final KeycloakOptions use(KeycloakOptions options) {
        // asking for certificates does not hurt those who have none: one build serves all test classes
        return options.withFilledDatabase()
                .withBuildOption("--db=" + vendor)
                .withBuildOption("--https-client-auth=request")
                .withStartOption("--db-url=jdbc:" + subprotocol + "://127.0.0.1:" + port + "/" + NAME)
                .withStartOption("--db-username=" + NAME)
                .withStartOption("--db-password=" + PASSWORD);
    }

    @Override
    public final void execute(String statements, KeycloakServer keycloak) {
        succeed("sql", client(statements));
    }

    /** Ends the server; its data stay. */
    final void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /** Makes the server hang until {@link #thaw()}. */
    final void freeze() {
        Objects.requireNonNull(process, "the server runs").freeze();
    }

    /** Lets the server go on. */
    final void thaw() {
        Objects.requireNonNull(process, "the server runs").thaw();
    }

    /** Starts the server after {@link #stop()}. */
    final void launch() {
        StageProcess started = run(vendor, server());
        process = started;
        Waiting.until(START_TIME, vendor + " takes connections", () -> {
            started.requireAlive();
            return serves();
        });
    }

    /** Whether a program that is run in the folder of the server succeeds. */
    final boolean succeeds(String name, List<String> command) {
        try {
            succeed(name, command);
            return true;
        } catch (StageException failed) {
            return false;
        }
    }

    /** Runs a program in the folder of the server, and fails if it does. What it prints, without the last line break. */
    final String output(String name, List<String> command) {
        Path log = folder.resolve(name + ".log");
        try {
            Files.deleteIfExists(log);
            succeed(name, command);
            return Files.readString(log).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program in the folder of the server, and fails if it does. */
    final void succeed(String name, List<String> command) {
        run(name, command).succeed(START_TIME);
    }

    private StageProcess run(String name, List<String> command) {
        return StageProcess.start(name, folder, folder.resolve(name + ".log"), Map.of("TMPDIR", temporary()), command);
    }

    /** A MariaDB that starts deletes the temporary tables that it finds, also those of another server in the same folder. */
    private String temporary() {
        try {
            return Files.createDirectories(folder.resolve("tmp")).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final Path data() {
        return folder.resolve(DATA);
    }

    final Path folder() {
        return folder;
    }

    final int port() {
        return port;
    }

    @Override
    public final void close() {
        end();
        atExit.forget();
    }

    private void end() {
        stop();
        FileTree.delete(folder);
    }
}
