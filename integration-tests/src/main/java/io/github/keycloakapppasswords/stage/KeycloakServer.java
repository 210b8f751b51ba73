package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Keycloak of the unpacked distribution in a folder and on ports of its own: {@code kc.sh start}, as in production,
 * but on loopback and without TLS. It can be stopped and started again on the same ports with the same data.
 */
public final class KeycloakServer implements AutoCloseable {
    private static final Duration START_TIME = Duration.ofMinutes(4);
    private static final String LOG = "server.log";
    /** What is the server's own, and not its installation's. */
    private static final Set<String> OWN = Set.of("data", "tmp", LOG);

    /** Of H2, as Keycloak names it. */
    private static final String DATABASE = "data/h2";

    private static final String ADMIN = "admin";
    /** Of a {@linkplain KeycloakOptions#withFilledDatabase() filled database}. */
    private static final String KNOWN = "for-this-run-only";

    private static final String ADMIN_CLIENT = "stage-admin";

    private final Path distribution;
    private final Path folder;
    private final int port;
    private final int managementPort;
    private final String adminPassword;
    private final String adminClientSecret;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final AtExit atExit;
    private KeycloakOptions options;
    private @Nullable StageProcess process;
    private boolean ended;

    private KeycloakServer(
            Path distribution,
            KeycloakOptions options,
            int port,
            int managementPort,
            String adminPassword,
            String adminClientSecret) {
        this.distribution = distribution;
        this.options = options;
        this.folder = temporaryFolder();
        this.port = port;
        this.managementPort = managementPort;
        this.adminPassword = adminPassword;
        this.adminClientSecret = adminClientSecret;
        this.atExit = AtExit.run(this::end);
    }

    /** Starts one on free ports and returns when it is ready. */
    public static KeycloakServer start(KeycloakOptions options) {
        return start(options, Ports.free(), Ports.free());
    }

    /**
     * Starts one on these ports and returns when it is ready.
     *
     * @throws StageException if it does not get ready; nothing is left behind then
     */
    public static KeycloakServer start(KeycloakOptions options, int port, int managementPort) {
        return start(Project.keycloakDistribution(), options, port, managementPort);
    }

    /**
     * Starts a version of Keycloak on free ports, and returns when it is ready.
     *
     * @param version the one of the build, or one that the Maven profile {@code compatibility} brings
     * @throws StageException if it does not get ready; nothing is left behind then
     */
    public static KeycloakServer start(String version, KeycloakOptions options) {
        return start(Project.keycloakDistribution(version), options, Ports.free(), Ports.free());
    }

    private static KeycloakServer start(Path distribution, KeycloakOptions options, int port, int managementPort) {
        String password = options.filled() ? KNOWN : random();
        String secret = options.filled() ? KNOWN : random();
        return new KeycloakServer(distribution, options, port, managementPort, password, secret).begun();
    }

    /**
     * Starts another one on free ports, on the database of this one, whose admins are its admins too; returns when it is
     * ready.
     *
     * @param options name the same database as those of this one
     * @throws StageException if it does not get ready; nothing is left behind then
     */
    KeycloakServer startAnother(KeycloakOptions options) {
        return new KeycloakServer(distribution, options, Ports.free(), Ports.free(), adminPassword, adminClientSecret)
                .begun();
    }

    private KeycloakServer begun() {
        try {
            install();
            start();
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The address for browsers and gateways, without a slash at the end: {@code http://localhost:8080}. */
    public String url() {
        return "http://" + options.place().host() + ":" + port;
    }

    /** The port of {@link #url()}. */
    public int port() {
        return port;
    }

    /** The address of the management interface, without a slash at the end; {@code /metrics} is there. */
    public String managementUrl() {
        return "http://" + options.place().host() + ":" + managementPort;
    }

    /** The port of {@link #managementUrl()}. */
    public int managementPort() {
        return managementPort;
    }

    /** The folder of the server, with {@code data/} and {@code conf/} of its own. */
    public Path folder() {
        return folder;
    }

    /** What the server printed, since its first start. */
    public Path log() {
        return folder.resolve(LOG);
    }

    /** The name of the first admin of the realm {@code master}. */
    public String adminName() {
        return ADMIN;
    }

    /** The password of that admin, made up for this server. */
    public String adminPassword() {
        return adminPassword;
    }

    /** A client of the admin REST interface with all rights. */
    public AdminClient admin() {
        return new AdminClient(url(), ADMIN_CLIENT, adminClientSecret);
    }

    /** Starts the server again after {@link #stop()}, with the same data on the same ports. */
    public void start() {
        StageProcess started = launch();
        Waiting.until(START_TIME, "Keycloak is ready (see " + log() + ")", () -> {
            started.requireAlive();
            return ready();
        });
    }

    /** Puts another Keycloak, with other providers for example, in the place of this one, which has been stopped. */
    public void reinstall(KeycloakOptions changed) {
        try (Stream<Path> parts = Files.list(folder)) {
            parts.filter(part -> !OWN.contains(part.getFileName().toString())).forEach(FileTree::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        options = changed;
        install();
    }

    /** Has Keycloak's own command export a realm with its users. The server has been stopped. */
    public String export(String realm) {
        Path file = folder.resolve("tmp/export.json");
        run("export", "--realm=" + realm, "--file=" + file);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has Keycloak's own command put an exported realm in the place of the one that is there. The server has been stopped. */
    public void importOver(String exported) {
        Path file = folder.resolve("tmp/import.json");
        try {
            Files.writeString(file, exported);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("import", "--override=true", "--file=" + file);
    }

    private void run(String command, String... arguments) {
        List<String> line = Stream.of(
                        Stream.of("bin/kc.sh", command, "--optimized"),
                        Stream.of(arguments),
                        options.startOptions().stream().filter(option -> option.startsWith("--db-")))
                .flatMap(part -> part)
                .toList();
        StageProcess.start("kc.sh " + command, folder, log(), environment(), line)
                .succeed(START_TIME);
    }

    /** Ends the server's process; its data stay until {@link #close()}. */
    public synchronized void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /** Ends the server's process at once, as a power cut would; its data stay. */
    public synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    /** Makes the server hang: it takes connections, and does nothing until {@link #thaw()}. */
    public void freeze() {
        running().freeze();
    }

    /** Lets the server go on after {@link #freeze()}. */
    public void thaw() {
        running().thaw();
    }

    private synchronized StageProcess running() {
        StageProcess current = process;
        if (current == null) {
            throw new StageException("This Keycloak does not run.");
        }
        return current;
    }

    /** Ends the server and deletes its folder. */
    @Override
    public void close() {
        end();
        atExit.forget();
    }

    /** Never waits for a start that is under way, so that Ctrl-C ends that too. */
    private synchronized void end() {
        ended = true;
        stop();
        FileTree.delete(folder);
    }

    private synchronized StageProcess launch() {
        if (ended) {
            throw new StageException("This Keycloak was ended.");
        }
        StageProcess started = StageProcess.start("Keycloak", folder, log(), environment(), command());
        process = started;
        return started;
    }

    private void install() {
        new KeycloakTree(distribution, options).install(folder);
        try {
            Files.createDirectories(folder.resolve("tmp"));
            if (options.filled() && options.buildOptions().contains("--db=dev-file") && !Files.exists(database())) {
                FileTree.copy(filledDatabase(), database(), path -> true);
            }
            Path imports = Files.createDirectories(folder.resolve("data/import"));
            for (Path realm : options.realms()) {
                Files.copy(realm, imports.resolve(realm.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path database() {
        return folder.resolve(DATABASE);
    }

    private Path filledDatabase() {
        return SharedFolder.of("h2", new KeycloakTree(distribution, options).key(), into -> {
            try (KeycloakServer once = new KeycloakServer(
                    distribution, options.withEmptyDatabase(), Ports.free(), Ports.free(), KNOWN, KNOWN)) {
                once.begun();
                once.stop();
                FileTree.copy(once.database(), into, path -> true);
            }
        });
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(options.place().enter());
        command.addAll(List.of(
                "bin/kc.sh",
                "start",
                "--optimized",
                "--http-enabled=true",
                "--http-host=" + options.place().address(),
                "--http-port=" + port,
                "--http-management-port=" + managementPort));
        if (!options.startOptions().contains("--hostname-strict=false")) {
            command.add("--hostname=" + url());
        }
        if (!options.realms().isEmpty()) {
            command.add("--import-realm");
        }
        command.addAll(options.startOptions());
        return command;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(KeycloakTree.javaHome());
        environment.put("JAVA_OPTS_KC_HEAP", "-Xms256m -Xmx1g");
        environment.put("JAVA_OPTS_APPEND", jvmOptions());
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", adminPassword);
        environment.put("KC_BOOTSTRAP_ADMIN_CLIENT_ID", ADMIN_CLIENT);
        environment.put("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", adminClientSecret);
        environment.putAll(options.environment());
        return environment;
    }

    /** What Vert.x puts into the temporary folder is to go with the server's own. */
    private String jvmOptions() {
        return String.join(" ", options.jvmOptions()) + " -Djava.io.tmpdir=" + folder.resolve("tmp");
    }

    private boolean ready() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(managementUrl() + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("app-passwords-keycloak-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
