package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A FreeRADIUS as Debian lays it out, with the files of the recipe and one NAS on loopback. */
final class FreeRadius implements AutoCloseable {
    /** What the one NAS and the server share. */
    static final String NAS_SECRET = "between-nas-and-server";

    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Path EXECUTABLE = Path.of("/usr/sbin/freeradius");
    private static final String ETC = "/etc/freeradius/3.0";
    private static final String USER = "freerad";
    private static final String RELOADED = "Reloaded module \"app_passwords_gateway\"";
    private static final String MAIN =
            """
            prefix = /usr
            confdir = %1$s/etc
            certdir = ${confdir}/certs
            libdir = /usr/lib/freeradius
            logdir = %1$s/log
            run_dir = %1$s/log
            log {
              destination = stdout
            }
            security {
              %2$s
              reject_delay = 1
            }
            client nas {
              ipaddr = 127.0.0.1
              secret = %3$s
              require_message_authenticator = yes
            }
            thread pool {
              start_servers = 5
              max_servers = 32
              min_spare_servers = 3
              max_spare_servers = 10
            }
            modules {
              $INCLUDE mods-enabled/
            }
            policy {
              $INCLUDE policy.d/
            }
            $INCLUDE sites-enabled/
            """;
    private static final String STOCK_MODULES =
            """
            always ok {
              rcode = ok
            }
            always reject {
              rcode = reject
            }
            always handled {
              rcode = handled
            }
            utf8 {
            }
            """;
    private static final String STOCK_POLICY =
            """
            do_not_respond {
              update control {
                &Response-Packet-Type := Do-Not-Respond
              }
              handled
            }
            """;

    private final RecipeFolder folder = RecipeFolder.create("freeradius");
    private final int port = Ports.free();
    private final String clientId;
    private final StageProcess process;

    private FreeRadius(GatewayTerms terms, CertificateAuthority authority, List<String> options) {
        this.clientId = terms.credential().clientId();
        writeStock();
        install(terms, authority.server("radius.example.org"));
        changeFile(terms.credential().secret());
        this.process = StageProcess.start("FreeRADIUS", folder.resolve(""), log(), Map.of(), command(options));
    }

    /**
     * Starts one and returns when it answers.
     *
     * @param authority who signs the certificate that devices see
     * @param options of the command line, such as {@code -xx} for what {@code freeradius -X} logs
     */
    static FreeRadius start(GatewayTerms terms, CertificateAuthority authority, String... options) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new StageException("FreeRADIUS is not installed: no " + EXECUTABLE + ".");
        }
        FreeRadius freeRadius = new FreeRadius(terms, authority, List.of(options));
        try {
            Waiting.until(TIME, "FreeRADIUS is ready", () -> {
                freeRadius.process.requireAlive();
                return freeRadius.logged().contains("Ready to process requests");
            });
            return freeRadius;
        } catch (RuntimeException e) {
            freeRadius.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    /** Changes the gateway's secret in its file, reloads, and returns when the file has been read. */
    void changeSecret(String secret) {
        long before = reloads();
        changeFile(secret);
        // FreeRADIUS ignores a HUP within 5 s of another.
        Waiting.until(TIME, "FreeRADIUS has reloaded", () -> {
            process.signal("HUP");
            return reloads() > before;
        });
    }

    /** Everything that it has logged. */
    String logged() {
        try {
            return Files.exists(log()) ? Files.readString(log(), StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        folder.delete();
    }

    private void writeStock() {
        boolean root = System.getProperty("user.name").equals("root");
        String users = root ? "user = " + USER + "\n  group = " + USER : "";
        folder.write("etc/radiusd.conf", MAIN.formatted(folder.resolve("").toAbsolutePath(), users, NAS_SECRET));
        folder.write("etc/dictionary", "$INCLUDE /usr/share/freeradius/dictionary\n");
        folder.write("etc/mods-enabled/stock", STOCK_MODULES);
        folder.write("etc/policy.d/stock", STOCK_POLICY);
        folder.write("log/empty", "");
        folder.give(folder.resolve("log"), USER);
    }

    private void install(GatewayTerms terms, CertificateAuthority.Issued server) {
        folder.install(
                "mods-available/app_passwords",
                "etc/mods-enabled/app_passwords",
                Map.of(
                        "https://keycloak.example.org/realms/example",
                        terms.realmUrl(),
                        "/etc/ssl/certs/ca-certificates.crt",
                        terms.caFile().toString(),
                        ETC,
                        folder.resolve("etc").toString()));
        folder.install(
                "mods-available/app_passwords_eap",
                "etc/mods-enabled/app_passwords_eap",
                Map.of(
                        ETC + "/certs/server.pem", copy(server.certificate(), "etc/certs/server.pem"),
                        ETC + "/certs/server.key", copy(server.key(), "etc/certs/server.key")));
        folder.install("policy.d/app_passwords", "etc/policy.d/app_passwords", Map.of());
        folder.install(
                "sites-available/app_passwords",
                "etc/sites-enabled/app_passwords",
                Map.of("ipaddr = *", "ipaddr = 127.0.0.1", "port = 1812", "port = " + port));
    }

    private String copy(Path pem, String to) {
        try {
            Path copy = folder.writeSecret(to, Files.readString(pem));
            folder.give(copy, USER);
            return copy.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void changeFile(String secret) {
        String basic = Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
        String line = "DEFAULT REST-HTTP-Header := \"X-Gateway-Authorization: Basic " + basic + "\"";
        folder.give(folder.writeSecret("etc/keycloak-gateway.secret", line), USER);
    }

    private long reloads() {
        return logged().lines().filter(line -> line.contains(RELOADED)).count();
    }

    private List<String> command(List<String> options) {
        return Stream.concat(
                        Stream.of(
                                EXECUTABLE.toString(),
                                "-f",
                                "-l",
                                "stdout",
                                "-d",
                                folder.resolve("etc").toString()),
                        options.stream())
                .toList();
    }

    private Path log() {
        return folder.resolve("freeradius.log");
    }
}
