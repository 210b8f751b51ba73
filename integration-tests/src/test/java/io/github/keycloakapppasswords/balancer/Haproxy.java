package io.github.keycloakapppasswords.balancer;

import io.github.keycloakapppasswords.gateways.RecipeFolder;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** HAProxy with the recipe. Its log goes to a file, and it gives up no rights where it has none. */
public final class Haproxy implements Balancer {
    private static final Path EXECUTABLE = Path.of("/usr/sbin/haproxy");
    private static final Duration TIME = Duration.ofSeconds(20);

    private final RecipeFolder folder = RecipeFolder.of(Project.balancerRecipe("haproxy"));
    private final int port = Ports.free();
    private final StageProcess process;

    /**
     * Starts it before the nodes.
     *
     * @param authority who signed the nodes' certificates, and signs that of the balancer
     * @param realm whose check it asks
     * @param nodes host and port of two or more
     */
    public Haproxy(CertificateAuthority authority, String realm, List<String> nodes) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new StageException("HAProxy is not installed: no " + EXECUTABLE + ".");
        }
        CertificateAuthority.Issued own = authority.server("localhost");
        Path identity = folder.write("own.pem", RecipeFolder.read(own.certificate()) + RecipeFolder.read(own.key()));
        Path settings = folder.install("haproxy.cfg", "haproxy.cfg", adaptations(authority, realm, nodes, identity));
        process = StageProcess.start(
                "HAProxy",
                folder.resolve(""),
                folder.resolve("haproxy.log"),
                Map.of(),
                List.of(EXECUTABLE.toString(), "-db", "-f", settings.toString()));
        try {
            Waiting.until(TIME, "HAProxy answers", () -> {
                process.requireAlive();
                return Ports.answers(port);
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Map<String, String> adaptations(
            CertificateAuthority authority, String realm, List<String> nodes, Path identity) {
        Map<String, String> adaptations = new LinkedHashMap<>();
        adaptations.put("log /dev/log local0", "log stdout format raw local0");
        if (!"root".equals(System.getProperty("user.name"))) {
            adaptations.put("  chroot /var/lib/haproxy\n  user haproxy\n  group haproxy\n", "");
        }
        adaptations.put("bind :443 ssl", "bind 127.0.0.1:" + port + " ssl");
        adaptations.put("/etc/haproxy/keycloak.example.org.pem", identity.toString());
        adaptations.put("/realms/example/", "/realms/" + realm + "/");
        adaptations.put(
                "/etc/ssl/certs/ca-certificates.crt", authority.certificate().toString());
        adaptations.put(
                "sni str(keycloak.example.org) check-sni keycloak.example.org verifyhost keycloak.example.org",
                "sni str(localhost) check-sni localhost verifyhost localhost");
        adaptations.put("192.0.2.11:8443", nodes.get(0));
        adaptations.put(
                "  server keycloak2 192.0.2.12:8443\n",
                IntStream.range(1, nodes.size())
                        .mapToObj(i -> "  server keycloak" + (i + 1) + " " + nodes.get(i) + "\n")
                        .collect(Collectors.joining()));
        return adaptations;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String log() {
        return RecipeFolder.read(folder.resolve("haproxy.log"));
    }

    @Override
    public void close() {
        process.close();
        folder.delete();
    }

    @Override
    public String toString() {
        return "HAProxy";
    }
}
