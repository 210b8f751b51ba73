package io.github.keycloakapppasswords.stage;

import java.nio.file.Path;
import java.util.List;

/** A MariaDB. */
final class MariaDb extends DatabaseServer {
    private static final String SERVER = "/usr/sbin/mariadbd";

    private MariaDb() {
        super("mariadb", "mariadb");
    }

    /** With the database of a Keycloak that has started once on it. */
    static MariaDb start() {
        MariaDb database = new MariaDb();
        database.begin();
        return database;
    }

    @Override
    void install() {
        succeed(
                "mariadb-install-db",
                List.of(
                        "mariadb-install-db",
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + data(),
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db"));
    }

    @Override
    List<String> version() {
        return List.of(SERVER, "--version");
    }

    @Override
    List<String> server() {
        return List.of(
                SERVER,
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data(),
                "--socket=" + socket(),
                "--pid-file=" + folder().resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port(),
                "--character-set-server=utf8mb4",
                "--innodb-flush-log-at-trx-commit=0");
    }

    @Override
    boolean serves() {
        return Ports.answers(port());
    }

    @Override
    void makeDatabase() {
        String sql = "create database " + NAME + "; create user " + NAME + "@'127.0.0.1' identified by '" + PASSWORD
                + "'; grant all on " + NAME + ".* to " + NAME + "@'127.0.0.1'";
        succeed(
                "mariadb",
                List.of("mariadb", "--no-defaults", "--user=root", "--socket=" + socket(), "--execute=" + sql));
    }

    @Override
    List<String> client(String statements) {
        return List.of(
                "mariadb",
                "--no-defaults",
                "--host=127.0.0.1",
                "--port=" + port(),
                "--user=" + NAME,
                "--password=" + PASSWORD,
                "--default-character-set=utf8mb4",
                "--execute=" + statements,
                NAME);
    }

    private Path socket() {
        return folder().resolve("socket");
    }
}
