package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.LoopbackServer;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Squid with the files of the recipe, and a program that gets a page through it. The page is the user whom Squid names. */
final class Squid implements StockGateway {
    private static final Path EXECUTABLE = Path.of("/usr/sbin/squid");
    private static final Path STOCK = Path.of("/etc/squid/squid.conf");
    private static final String USER = "proxy";
    private static final String PROGRAM = "app-password-squid";
    private static final Duration TIME = Duration.ofSeconds(20);

    private final RecipeFolder folder = RecipeFolder.create("squid");
    private final int port = Ports.free();
    private final GatewayTerms terms;
    private final AppPasswordCheck check;
    private final LoopbackServer page = LoopbackServer.start("page", (in, out) -> {
        String user = "nobody";
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            user = line.startsWith("X-Shown-User: ") ? line.substring("X-Shown-User: ".length()) : user;
        }
        out.write("HTTP/1.1 200 OK\r\nConnection: close\r\nCache-Control: no-store\r\nX-Shown-User: " + user
                + "\r\n\r\n");
    });
    private final Path settings;
    private StageProcess process;

    Squid(GatewayTerms terms) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new StageException("Squid is not installed: no " + EXECUTABLE + ".");
        }
        this.terms = terms;
        check = new AppPasswordCheck(terms);
        check.give(USER);
        Path program = folder.write(PROGRAM, check.adapted(folder.recipe(PROGRAM)));
        if (!program.toFile().setExecutable(true, false)) {
            throw new StageException(program + " could not be made executable.");
        }
        Path recipe = folder.install(
                "app-passwords.conf", "app-passwords.conf", Map.of("/usr/local/bin/" + PROGRAM, program.toString()));
        folder.write("run/empty", "");
        folder.give(folder.resolve("run"), USER);
        settings = folder.write("squid.conf", settings(recipe));
        process = start();
    }

    private StageProcess start() {
        StageProcess started = StageProcess.start(
                "Squid",
                folder.resolve(""),
                folder.resolve("squid.log"),
                Map.of(),
                List.of(EXECUTABLE.toString(), "-N", "-f", settings.toString()));
        Waiting.until(TIME, "Squid answers", () -> {
            started.requireAlive();
            return Ports.answers(port);
        });
        return started;
    }

    /**
     * Debian's own settings, with the step of the page that takes the line for callers on this host out of them. Debian 13's keep clients
     * from services on the proxy's own host too, which the test's page is.
     */
    private String settings(Path recipe) {
        String stock = RecipeFolder.read(STOCK)
                .replaceAll("(?m)^http_access (allow localhost|deny to_localhost)$", "#$0")
                .replaceAll("(?m)^include /etc/squid/conf[.]d/.*$", "include " + recipe)
                .replaceAll("(?m)^(http_port|coredump_dir) ", "#$0");
        return stock
                + """

                http_port 127.0.0.1:%d
                visible_hostname localhost
                cache deny all
                request_header_add X-Shown-User "%%ul" all
                cache_effective_user %s
                pid_filename %3$s/pid
                access_log none
                cache_log %3$s/cache.log
                coredump_dir %3$s
                netdb_filename none
                shutdown_lifetime 1 seconds
                """
                        .formatted(port, USER, folder.resolve("run"));
    }

    @Override
    public Login login(String username, String password) {
        Curl.Answer answer = Curl.to("http://127.0.0.1:" + page.port() + "/", terms.caFile())
                .option("proxy", "http://127.0.0.1:" + port)
                .option("noproxy", "")
                // curl decodes what it sends to a proxy.
                .option("proxy-user", Http.encode(username) + ":" + Http.encode(password))
                .run();
        return switch (answer.status()) {
            case 200 -> Login.in(answer.header("X-Shown-User").orElseThrow());
            case 407 -> Login.wrong(answer.headers().toString());
            default -> throw new IllegalStateException("Neither right nor wrong: " + answer);
        };
    }

    @Override
    public void changeSecret(String secret) {
        check.changeSecret(secret);
    }

    @Override
    public void forgetVerdicts() {
        process.close();
        process = start();
    }

    @Override
    public void close() {
        process.close();
        page.close();
        folder.delete();
        check.close();
    }
}
