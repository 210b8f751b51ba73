package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.CertificateAuthority;
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

/** A slapd as Debian's package sets it up, with the recipe's database, which asks a {@link LdapDaemon}. */
final class Slapd implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Path EXECUTABLE = Path.of("/usr/sbin/slapd");
    private static final Path STOCK = Path.of("/usr/share/slapd/slapd.init.ldif");
    private static final String ADMIN = "cn=admin,cn=config";
    private static final String ADMIN_PASSWORD = "of-the-stage";
    private static final String TLS =
            """
            dn: cn=config
            changetype: modify
            replace: olcTLSCertificateFile
            olcTLSCertificateFile: %s
            -
            replace: olcTLSCertificateKeyFile
            olcTLSCertificateKeyFile: %s
            """;

    private final RecipeFolder folder = RecipeFolder.create("openldap");
    private final int port = Ports.free();
    private final int tlsPort = Ports.free();
    private final Path authority;
    private final LdapDaemon daemon;
    private final StageProcess process;

    private Slapd(GatewayTerms terms, LdapDaemon daemon) {
        authority = terms.caFile();
        this.daemon = daemon;
        folder.write("data/empty", "");
        folder.write("slapd.d/empty", "");
        String stock = RecipeFolder.read(STOCK)
                .replace("/var/run/slapd", at("run"))
                .replace("/var/lib/ldap", at("data"))
                .replace("@SUFFIX@", "dc=example,dc=org")
                .replace("@PASSWORD@", ADMIN_PASSWORD)
                .replace("olcRootDN: " + ADMIN, "olcRootDN: " + ADMIN + "\nolcRootPW: " + ADMIN_PASSWORD);
        folder.write("run/empty", "");
        Path configuration = folder.write("stock.ldif", stock);
        StageProcess.start(
                        "slapadd",
                        folder.resolve(""),
                        folder.resolve("slapd.log"),
                        Map.of(),
                        List.of("/usr/sbin/slapadd", "-n", "0", "-F", at("slapd.d"), "-l", configuration.toString()))
                .succeed(TIME);
        String addresses = url() + " ldaps://127.0.0.1:" + tlsPort + " " + local();
        process = StageProcess.start(
                "slapd",
                folder.resolve(""),
                folder.resolve("slapd.log"),
                Map.of(),
                List.of(EXECUTABLE.toString(), "-d", "0", "-F", at("slapd.d"), "-h", addresses));
    }

    /** Starts both, as the page says. */
    static Slapd start(GatewayTerms terms, CertificateAuthority authority) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new StageException("slapd is not installed: no " + EXECUTABLE + ".");
        }
        Slapd slapd = new Slapd(terms, LdapDaemon.start(terms));
        try {
            Waiting.until(TIME, "slapd answers", () -> {
                slapd.process.requireAlive();
                return Ports.answers(slapd.port);
            });
            CertificateAuthority.Issued certificate = authority.server("localhost");
            slapd.change(TLS.formatted(certificate.certificate(), certificate.key()));
            Map<String, String> adaptations = new LinkedHashMap<>();
            adaptations.put(
                    "/run/app-passwords-ldap/socket", slapd.daemon.socket().toString());
            slapd.change(RecipeFolder.read(slapd.folder.install("app-passwords.ldif", "recipe.ldif", adaptations)));
            return slapd;
        } catch (RuntimeException e) {
            slapd.close();
            throw e;
        }
    }

    /** Its address without TLS, on loopback. */
    String url() {
        return "ldap://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    LdapDaemon daemon() {
        return daemon;
    }

    Path authority() {
        return authority;
    }

    /** A program of ldap-utils with TLS, bound as this one. */
    Program client(String program, String dn, String password, String input, String... more) {
        List<String> bind = new ArrayList<>(List.of("-D", dn, "-w", password));
        bind.addAll(List.of(more));
        return run(program, "ldaps://127.0.0.1:" + tlsPort, bind, input);
    }

    /** A program of ldap-utils that asks for StartTLS. */
    Program clientWithStartTls(String program, String dn, String password, String... more) {
        List<String> bind = new ArrayList<>(List.of("-ZZ", "-D", dn, "-w", password));
        bind.addAll(List.of(more));
        return run(program, url(), bind, "");
    }

    @Override
    public void close() {
        process.close();
        folder.delete();
        daemon.close();
    }

    private Program run(String program, String url, List<String> more, String input) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/" + program, "-x", "-H", url));
        command.addAll(more);
        return Program.run(command, input, Map.of("LDAPTLS_CACERT", authority.toString()));
    }

    private void change(String ldif) {
        Program modify = run("ldapmodify", local(), List.of("-D", ADMIN, "-w", ADMIN_PASSWORD), ldif);
        if (modify.status() != 0) {
            throw new StageException("ldapmodify ended with " + modify.status() + ": " + modify.output());
        }
    }

    private String local() {
        return "ldapi://" + at("ldapi").replace("/", "%2F");
    }

    private String at(String path) {
        return folder.resolve(path).toString();
    }
}
