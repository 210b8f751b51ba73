package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Caddy before Radicale, installed as {@code docs/gateways/caddy.md} says. */
final class CaddyDav implements DavServer {
    private static final Duration TIME = Duration.ofSeconds(20);
    /** No port 80, and no UDP, since {@link Ports} keeps TCP ports only. */
    private static final String OWN_PORT_ONLY =
            "\n\tauto_https disable_redirects\n\tservers {\n\t\tprotocols h1 h2\n\t}";

    private static final Path EXECUTABLE = Path.of("/usr/bin/caddy");

    private final RecipeFolder folder = RecipeFolder.create("caddy");
    private final int port = Ports.free();
    private final GatewayTerms terms;
    private final Radicale radicale;
    private final StageProcess process;

    private CaddyDav(GatewayTerms terms, CertificateAuthority authority, Radicale radicale) {
        this.terms = terms;
        this.radicale = radicale;
        changeFile(terms.credential().secret());
        install(authority.server("localhost"));
        process = caddy("run");
    }

    /** Starts both and returns when they answer. */
    static CaddyDav start(GatewayTerms terms, CertificateAuthority authority) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new StageException("Caddy is not installed: no " + EXECUTABLE + ".");
        }
        CaddyDav caddy = new CaddyDav(terms, authority, Radicale.start(Radicale.Names.ENCODED));
        try {
            Waiting.until(TIME, "Caddy answers", () -> {
                caddy.process.requireAlive();
                return Ports.answers(caddy.port);
            });
            return caddy;
        } catch (RuntimeException e) {
            caddy.close();
            throw e;
        }
    }

    /**
     * By HTTP/1.1: curl 7.88 (Debian 12) now and then takes an answer by HTTP/2 that comes before the request's body is read for
     * a broken stream.
     */
    @Override
    public Curl request(String path) {
        return Curl.to("https://localhost:" + port + path, terms.caFile()).flag("http1.1");
    }

    /** Everything that Caddy and Radicale logged. */
    String logs() {
        return RecipeFolder.read(folder.resolve("caddy.log")) + radicale.log();
    }

    /** Where an admin changes Caddy's configuration while it runs. */
    Path adminSocket() {
        return folder.resolve("admin.sock");
    }

    @Override
    public void changeSecret(String secret) {
        changeFile(secret);
        caddy("reload", "--force").succeed(TIME);
    }

    @Override
    public void deliver(String loginIdentity) {
        radicale.deliver(loginIdentity);
    }

    @Override
    public void close() {
        process.close();
        radicale.close();
        folder.delete();
    }

    private void changeFile(String secret) {
        folder.writeSecret(
                "dav-gateway-secret",
                "header_up X-Gateway-Authorization \""
                        + Http.basic(terms.credential().clientId(), secret) + "\"");
    }

    private void install(CertificateAuthority.Issued certificate) {
        Map<String, String> adaptations = new LinkedHashMap<>();
        adaptations.put("unix//var/lib/caddy/admin.sock", "unix/" + adminSocket() + OWN_PORT_ONLY);
        adaptations.put("\ndav.example.org {", "\nhttps://localhost:" + port + " {");
        adaptations.put(
                "#tls /etc/caddy/app-passwords/dav.example.org.pem /etc/caddy/app-passwords/dav.example.org.key",
                "bind 127.0.0.1\n\ttls " + certificate.certificate() + " " + certificate.key());
        adaptations.put("https://keycloak.example.org", terms.keycloakUrl());
        adaptations.put("Host keycloak.example.org", "Host localhost");
        adaptations.put("/realms/example/", "/realms/" + terms.realm() + "/");
        adaptations.put(
                "/etc/caddy/app-passwords/dav-gateway-secret",
                folder.resolve("dav-gateway-secret").toString());
        adaptations.put("/etc/ssl/certs/ca-certificates.crt", terms.caFile().toString());
        adaptations.put("127.0.0.1:5232", radicale.address());
        folder.install("Caddyfile", "Caddyfile", adaptations);
    }

    /** As Debian's unit does it, with the folders of Caddy's user below the one of the test. */
    private StageProcess caddy(String... words) {
        List<String> command = new ArrayList<>(List.of(EXECUTABLE.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--config", folder.resolve("Caddyfile").toString()));
        String home = folder.resolve("").toString();
        Map<String, String> environment =
                Map.of("HOME", home, "XDG_CONFIG_HOME", home + "/config", "XDG_DATA_HOME", home + "/data");
        return StageProcess.start("caddy", folder.resolve(""), folder.resolve("caddy.log"), environment, command);
    }
}
