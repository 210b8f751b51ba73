package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** SOGo's database and its cache: a MariaDB and a memcached in a folder of their own. */
final class SogoDatabase implements AutoCloseable {
    private static final Duration TIME = Duration.ofMinutes(1);

    private final RecipeFolder folder = RecipeFolder.create("sogo");
    private final int port = Ports.free();
    private final int cachePort = Ports.free();
    private final StageProcess database;
    private final StageProcess cache;

    private SogoDatabase() {
        folder.write("tmp/empty", "");
        run(
                        "mariadb-install-db",
                        "mariadb-install-db",
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + path("data"),
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db")
                .succeed(TIME);
        database = run(
                "mariadb",
                "/usr/sbin/mariadbd",
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + path("data"),
                "--socket=" + path("socket"),
                "--pid-file=" + path("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--innodb-flush-log-at-trx-commit=0");
        cache = run(
                "memcached",
                "/usr/bin/memcached",
                "-u",
                System.getProperty("user.name"),
                "-l",
                "127.0.0.1",
                "-p",
                String.valueOf(cachePort));
    }

    /** Starts both and returns when they answer, with the tables of the page made. */
    static SogoDatabase start() {
        SogoDatabase started = new SogoDatabase();
        try {
            Waiting.until(TIME, "MariaDB and memcached answer", () -> {
                started.database.requireAlive();
                started.cache.requireAlive();
                return Ports.answers(started.port) && Ports.answers(started.cachePort);
            });
            started.execute("mysql", started.folder.recipe("database.sql"));
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** Where the database listens. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** Where the cache listens. */
    String cacheAddress() {
        return "127.0.0.1:" + cachePort;
    }

    /** Lets SOGo know of a user. */
    void user(String name) {
        execute(
                "sogo",
                "replace into sogo_users (c_uid, c_name, c_password, c_cn, mail) values ('%1$s', '%1$s', '!', '%1$s', '%1$s@example.org')"
                        .formatted(name));
    }

    @Override
    public void close() {
        cache.close();
        database.close();
        folder.delete();
    }

    private void execute(String schema, String statements) {
        run(
                        "sql",
                        "mariadb",
                        "--no-defaults",
                        "--user=root",
                        "--socket=" + path("socket"),
                        "--execute=" + statements,
                        schema)
                .succeed(TIME);
    }

    private StageProcess run(String name, String... command) {
        return StageProcess.start(
                name,
                folder.resolve(""),
                folder.resolve(name + ".log"),
                Map.of("TMPDIR", path("tmp")),
                List.of(command));
    }

    private String path(String file) {
        return folder.resolve(file).toString();
    }
}
