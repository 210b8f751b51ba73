package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Radicale with the recipe's own file, behind a web server that names the user. */
final class Radicale implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final String EXECUTABLE = "/usr/bin/radicale";

    private final RecipeFolder folder = RecipeFolder.create("nginx-auth-request");
    private final int port = Ports.free();
    private final Names names;
    private final StageProcess process;

    /** What collections are called. */
    enum Names {
        /** As Keycloak encodes the login identity. */
        ENCODED,
        /** As the login identity, as the page says how. */
        PLAIN
    }

    private Radicale(Names names) {
        this.names = names;
        folder.install("radicale.config", "radicale.config", adaptations());
        process = StageProcess.start(
                "Radicale",
                folder.resolve(""),
                folder.resolve("radicale.log"),
                Map.of("PYTHONPATH", path("python")),
                List.of(EXECUTABLE, "-C", path("radicale.config")));
    }

    /** Starts one and returns when it answers. */
    static Radicale start(Names names) {
        Radicale radicale = new Radicale(names);
        try {
            Waiting.until(TIME, "Radicale answers", () -> {
                radicale.process.requireAlive();
                return Ports.answers(radicale.port);
            });
            return radicale;
        } catch (RuntimeException e) {
            radicale.close();
            throw e;
        }
    }

    /** Where it listens, as the recipes name it. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** Makes a calendar of this login identity's. */
    void deliver(String loginIdentity) {
        String user = names == Names.PLAIN ? loginIdentity : encoded(loginIdentity);
        folder.write(
                "collections/collection-root/" + user + "/calendar/.Radicale.props",
                "{\"tag\": \"VCALENDAR\", \"D:displayname\": \"Calendar of " + loginIdentity + "\"}");
    }

    /** Everything that it has logged. */
    String log() {
        return RecipeFolder.read(folder.resolve("radicale.log"));
    }

    @Override
    public void close() {
        process.close();
        folder.delete();
    }

    private Map<String, String> adaptations() {
        Map<String, String> adaptations = new LinkedHashMap<>();
        adaptations.put("127.0.0.1:5232", address());
        adaptations.put("/var/lib/radicale/collections", path("collections"));
        if (names == Names.ENCODED) {
            return adaptations;
        }
        if (InstalledVersion.saidBy(EXECUTABLE, "--version").isAtLeast("3.5")) {
            adaptations.put("#urldecode_username = True", "urldecode_username = True");
        } else {
            adaptations.put("type = http_x_remote_user", "type = radicale_login_identity");
            folder.install("radicale_login_identity.py", "python/radicale_login_identity.py", Map.of());
        }
        return adaptations;
    }

    /** As Keycloak names users in {@code X-Auth-User}. */
    private static String encoded(String name) {
        return Http.encode(name).replace("%40", "@").replace("%7E", "~").replace("*", "%2A");
    }

    private String path(String file) {
        return folder.resolve(file).toString();
    }
}
