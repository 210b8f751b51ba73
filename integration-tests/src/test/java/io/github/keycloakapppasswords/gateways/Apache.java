package io.github.keycloakapppasswords.gateways;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An Apache with the files of the recipe before one page, and a program that speaks HTTP Basic. */
final class Apache implements StockGateway {
    private static final Path EXECUTABLE = Path.of("/usr/sbin/apache2");
    private static final String USER = "www-data";
    private static final Duration TIME = Duration.ofSeconds(20);

    private final RecipeFolder folder = RecipeFolder.create("apache");
    private final int port = Ports.free();
    private final GatewayTerms terms;
    private final AppPasswordCheck check;
    /** Answers with the header of the request. */
    private final LoopbackServer application = LoopbackServer.start("application", (in, out) -> {
        StringBuilder header = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            header.append(line).append('\n');
        }
        out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + header);
    });

    private final StageProcess process;

    Apache(GatewayTerms terms) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new StageException("Apache is not installed: no " + EXECUTABLE + ".");
        }
        this.terms = terms;
        check = new AppPasswordCheck(terms);
        check.give(USER);
        Path script = folder.write("app-password.lua", check.adapted(folder.recipe("app-password.lua")));
        Path recipe = folder.install(
                "app-passwords.conf", "app-passwords.conf", Map.of("/etc/apache2/app-password.lua", script.toString()));
        folder.write("pages/page", "A page.");
        Path settings = folder.write("apache.conf", settings(recipe));
        process = StageProcess.start(
                "Apache",
                folder.resolve(""),
                folder.resolve("apache.log"),
                Map.of(),
                List.of(EXECUTABLE.toString(), "-f", settings.toString(), "-DFOREGROUND"));
        try {
            Waiting.until(TIME, "Apache answers", () -> {
                process.requireAlive();
                return Ports.answers(port);
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The modules are those that Debian turns on, with the two of the page and those of a proxy. */
    private String settings(Path recipe) {
        String modules = Stream.of(
                        "mpm_event",
                        "authn_core",
                        "authz_core",
                        "authz_user",
                        "auth_basic",
                        "headers",
                        "lua",
                        "proxy",
                        "proxy_http")
                .map(name -> "LoadModule %1$s_module /usr/lib/apache2/modules/mod_%1$s.so".formatted(name))
                .collect(Collectors.joining("\n"));
        return """
                %s
                ServerRoot %s
                ServerName localhost
                Listen 127.0.0.1:%d
                User %s
                Group %4$s
                PidFile %2$s/pid
                ErrorLog %2$s/error.log
                DocumentRoot %2$s/pages
                Include %5$s
                Header always set X-Shown-User expr=%%{REMOTE_USER}
                ProxyPass /application http://127.0.0.1:%6$d/
                """
                .formatted(modules, folder.resolve(""), port, USER, recipe, application.port());
    }

    /** A request for the page. */
    Curl page() {
        return Curl.to("http://127.0.0.1:" + port + "/page", terms.caFile());
    }

    /** A request for the application behind Apache, whose answer is the header that arrived there. */
    Curl application() {
        return Curl.to("http://127.0.0.1:" + port + "/application", terms.caFile());
    }

    @Override
    public Login login(String username, String password) {
        Curl.Answer answer = page().user(username, password).run();
        return switch (answer.status()) {
            case 200 -> Login.in(answer.header("X-Shown-User").orElseThrow());
            case 401 -> Login.wrong(answer.headers().toString());
            case 503 -> Login.later(answer.header("Retry-After").orElseThrow());
            default -> throw new IllegalStateException("Neither right nor wrong nor temporary: " + answer);
        };
    }

    @Override
    public void changeSecret(String secret) {
        check.changeSecret(secret);
    }

    @Override
    public void close() {
        process.close();
        application.close();
        folder.delete();
        check.close();
    }
}
