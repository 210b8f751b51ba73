package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL. It refuses to run as root, and runs as the user of its package then. */
public final class PostgreSql extends DatabaseServer {
    /** Debian keeps each version's programs in a folder of its own, outside the search path. */
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    private static final Path PROGRAMS = newestPrograms();
    private static final String ADMIN = "postgres";
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private PostgreSql() {
        super("postgres", "postgresql");
    }

    private static Path newestPrograms() {
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/postgres")))
                    .max(Comparator.comparingInt(PostgreSql::number))
                    .orElseThrow(() -> new StageException("No PostgreSQL server was found in " + VERSIONS + "."))
                    .resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(Path version) {
        return Integer.parseInt(version.getFileName().toString());
    }

    /** With the database of a Keycloak that has started once on it. */
    public static PostgreSql start() {
        PostgreSql database = new PostgreSql();
        database.begin();
        return database;
    }

    @Override
    void install() {
        succeed(
                "initdb",
                program(
                        "initdb",
                        "--pgdata=" + data(),
                        "--username=" + ADMIN,
                        "--auth-local=trust",
                        "--auth-host=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C.UTF-8",
                        "--no-sync"));
    }

    @Override
    void own(Path given) {
        if (!ROOT) {
            return;
        }
        try {
            Files.setOwner(
                    given, given.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(ADMIN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    List<String> version() {
        return program("postgres", "--version");
    }

    @Override
    List<String> server() {
        return program(
                "postgres",
                "-D",
                data().toString(),
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(port()),
                "-k",
                folder().toString(),
                "-c",
                "fsync=off",
                // Keycloak takes up to 100
                "-c",
                "max_connections=120");
    }

    /** It takes connections before it has started, to refuse them. */
    @Override
    boolean serves() {
        return succeeds(
                "pg_isready", program("pg_isready", "--quiet", "--host=127.0.0.1", "--port=" + port(), "--timeout=5"));
    }

    @Override
    void makeDatabase() {
        succeed(
                "psql",
                program(
                        "psql",
                        "--no-psqlrc",
                        "--host=" + folder(),
                        "--port=" + port(),
                        "--username=" + ADMIN,
                        "--command=create user " + NAME + " password '" + PASSWORD + "'",
                        "--command=create database " + NAME + " owner " + NAME));
    }

    @Override
    List<String> client(String statements) {
        return program(
                "psql",
                "--no-psqlrc",
                "--set=ON_ERROR_STOP=1",
                "--host=" + folder(),
                "--port=" + port(),
                "--username=" + NAME,
                "--command=" + statements,
                NAME);
    }

    /** What an SQL query of Keycloak's own user finds: rows in lines, columns between bars. */
    public String query(String sql) {
        return output(
                "query",
                program(
                        "psql",
                        "--no-psqlrc",
                        "--set=ON_ERROR_STOP=1",
                        "--tuples-only",
                        "--no-align",
                        "--host=" + folder(),
                        "--port=" + port(),
                        "--username=" + NAME,
                        "--command=" + sql,
                        NAME));
    }

    /** Has every transaction that begins from now on refuse to write, as after a failover, or lets it write again. */
    void readOnly(boolean on) {
        succeed(
                "read-only",
                program(
                        "psql",
                        "--no-psqlrc",
                        "--host=" + folder(),
                        "--port=" + port(),
                        "--username=" + ADMIN,
                        "--command=alter system set default_transaction_read_only = " + (on ? "on" : "off"),
                        "--command=select pg_reload_conf()"));
    }

    private static List<String> program(String name, String... arguments) {
        Stream<String> user =
                ROOT ? Stream.of("setpriv", "--reuid=" + ADMIN, "--regid=" + ADMIN, "--init-groups") : Stream.of();
        Stream<String> command = Stream.of(PROGRAMS.resolve(name).toString());
        return Stream.of(user, command, Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
    }
}
