package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.StageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/** The folder of one FreeRADIUS: what Debian's package puts there, as far as the recipe uses it, and the recipe. */
final class FreeRadiusFiles {
    /** What the one NAS and the server share. */
    static final String NAS_SECRET = "between-nas-and-server";

    private static final String ETC = "/etc/freeradius/3.0";
    private static final String SECRET = "/keycloak-gateway.secret";
    private static final String USER = "freerad";
    private static final String MAIN =
            """
            prefix = /usr
            confdir = %1$s/etc
            certdir = ${confdir}/certs
            libdir = /usr/lib/freeradius
            logdir = %1$s/log
            run_dir = %1$s/log
            max_requests = 16384
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
    private final GatewayTerms terms;

    FreeRadiusFiles(GatewayTerms terms) {
        this.terms = terms;
        boolean root = System.getProperty("user.name").equals("root");
        String users = root ? "user = " + USER + "\n  group = " + USER : "";
        folder.write("etc/radiusd.conf", MAIN.formatted(folder.resolve(""), users, NAS_SECRET));
        folder.write("etc/dictionary", "$INCLUDE /usr/share/freeradius/dictionary\n");
        folder.write("etc/mods-enabled/stock", STOCK_MODULES);
        folder.write("etc/policy.d/stock", STOCK_POLICY);
        folder.write("log/empty", "");
        folder.give(folder.resolve("log"), USER);
    }

    Path folder() {
        return folder.resolve("");
    }

    /** Installs the recipe, with the credential of the terms. */
    void install(CertificateAuthority.Issued server, int port) {
        folder.install(
                "mods-available/app_passwords",
                "etc/mods-enabled/app_passwords",
                Map.of(
                        "https://keycloak.example.org/realms/example",
                        terms.realmUrl(),
                        "/etc/ssl/certs/ca-certificates.crt",
                        terms.caFile().toString(),
                        ETC + SECRET,
                        folder.resolve("etc") + SECRET));
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
        writeSecret(terms.credential().secret());
    }

    void change(FreeRadius.Variant variant) {
        switch (variant) {
            case RECIPE -> {}
            case CERTIFICATE -> useCertificate();
            case TUNNEL_WITH_ATTRIBUTES ->
                replaceOnce(
                        folder.resolve("etc/mods-enabled/app_passwords_eap"),
                        "virtual_server =",
                        "copy_request_to_tunnel = yes\n\t\tvirtual_server =");
        }
    }

    private void useCertificate() {
        Path module = folder.resolve("etc/mods-enabled/app_passwords");
        String validate = "/app-passwords/validate";
        replaceOnce(
                module, validate, validate + "?client_id=" + terms.credential().clientId());
        replaceOnce(
                module,
                "#certificate_file = " + ETC + "/certs/keycloak-client.pem",
                "certificate_file = " + copy(terms.clientCertificate(), "etc/certs/keycloak-client.pem"));
        replaceOnce(
                module,
                "#private_key_file = " + ETC + "/certs/keycloak-client.key",
                "private_key_file = " + copy(terms.clientKey(), "etc/certs/keycloak-client.key"));
        replaceOnce(folder.resolve("etc/policy.d/app_passwords"), "\tapp_passwords_gateway.authorize\n", "");
    }

    void writeSecret(String secret) {
        String credential = terms.credential().clientId() + ":" + secret;
        String basic = Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8));
        String line = "DEFAULT REST-HTTP-Header := \"X-Gateway-Authorization: Basic " + basic + "\"";
        folder.give(folder.writeSecret("etc" + SECRET, line), USER);
    }

    void delete() {
        folder.delete();
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

    private static void replaceOnce(Path file, String text, String by) {
        try {
            String all = Files.readString(file);
            if (all.split(Pattern.quote(text), -1).length != 2) {
                throw new StageException(file + " must have this once: " + text);
            }
            Files.writeString(file, all.replace(text, by));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
