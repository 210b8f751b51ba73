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
import java.util.List;
import java.util.Map;

/** A slapd with a directory of its own and the files of the recipe, asking a {@link Saslauthd}. */
final class Slapd implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Path EXECUTABLE = Path.of("/usr/sbin/slapd");
    private static final String SASL_FOLDER = "/etc/ldap/sasl2";
    private static final String ADMIN_PASSWORD = "of-the-stage";
    private static final String CONFIGURATION =
            """
            dn: cn=config
            objectClass: olcGlobal
            cn: config
            olcTLSCertificateFile: %1$s
            olcTLSCertificateKeyFile: %2$s

            dn: cn=module{0},cn=config
            objectClass: olcModuleList
            cn: module{0}
            olcModulePath: /usr/lib/ldap
            olcModuleLoad: back_mdb

            dn: cn=schema,cn=config
            objectClass: olcSchemaConfig
            cn: schema

            include: file:///etc/ldap/schema/core.ldif
            include: file:///etc/ldap/schema/cosine.ldif
            include: file:///etc/ldap/schema/inetorgperson.ldif

            dn: olcDatabase={0}config,cn=config
            objectClass: olcDatabaseConfig
            olcDatabase: {0}config
            olcRootDN: cn=admin,cn=config
            olcRootPW: %4$s

            dn: olcDatabase={1}mdb,cn=config
            objectClass: olcDatabaseConfig
            objectClass: olcMdbConfig
            olcDatabase: {1}mdb
            olcSuffix: dc=example,dc=org
            olcDbDirectory: %3$s/data
            olcRootDN: cn=admin,dc=example,dc=org
            olcRootPW: %4$s
            olcAccess: {0}to attrs=userPassword by self write by anonymous auth by * none
            olcAccess: {1}to * by * read
            """;
    private static final String TREE =
            """
            dn: dc=example,dc=org
            objectClass: domain
            dc: example

            dn: ou=people,dc=example,dc=org
            objectClass: organizationalUnit
            ou: people
            """;

    private final RecipeFolder folder = RecipeFolder.create("openldap");
    private final int port = Ports.free();
    private final Path authority;
    private final Saslauthd saslauthd;
    private final StageProcess process;

    private Slapd(GatewayTerms terms, CertificateAuthority.Issued certificate) {
        authority = terms.caFile();
        saslauthd = Saslauthd.start(terms);
        folder.install(
                "slapd.conf",
                "sasl2/slapd.conf",
                Map.of("/var/run/saslauthd/mux", saslauthd.socket().toString()));
        folder.write("data/empty", "");
        folder.write("slapd.d/empty", "");
        Path configuration = folder.write(
                "config.ldif",
                CONFIGURATION.formatted(
                        certificate.certificate(), certificate.key(), folder.resolve(""), ADMIN_PASSWORD));
        succeed("slapadd", "/usr/sbin/slapadd", "-n", "0", "-F", at("slapd.d"), "-l", configuration.toString());
        process = StageProcess.start("slapd", folder.resolve(""), folder.resolve("slapd.log"), Map.of(), command());
    }

    /** Starts one with an empty directory, changed by the recipe's own {@code access.ldif}. */
    static Slapd start(GatewayTerms terms, CertificateAuthority authority) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new StageException("slapd is not installed: no " + EXECUTABLE + ".");
        }
        Slapd slapd = new Slapd(terms, authority.server("ldap.example.org"));
        try {
            Waiting.until(TIME, "slapd answers", () -> {
                slapd.process.requireAlive();
                return Ports.answers(slapd.port);
            });
            slapd.change("cn=admin,cn=config", slapd.folder.recipe("access.ldif"));
            slapd.add(TREE);
            return slapd;
        } catch (RuntimeException e) {
            slapd.close();
            throw e;
        }
    }

    /** Adds entries to the directory. */
    void add(String ldif) {
        String records = ldif.replaceAll("(?m)^(dn:.*)$", "$1\nchangetype: add");
        change("cn=admin,dc=example,dc=org", records);
    }

    /** A program of ldap-utils, logged in as this one. */
    Program client(String program, String dn, String password, String input, String... more) {
        List<String> command = new ArrayList<>(
                List.of("/usr/bin/" + program, "-x", "-H", "ldaps://127.0.0.1:" + port, "-D", dn, "-w", password));
        command.addAll(List.of(more));
        return Program.run(command, input, Map.of("LDAPTLS_CACERT", authority.toString()));
    }

    void changeSecret(String secret) {
        saslauthd.changeSecret(secret);
    }

    @Override
    public void close() {
        process.close();
        folder.delete();
        saslauthd.close();
    }

    private void change(String dn, String ldif) {
        Program modify = client("ldapmodify", dn, ADMIN_PASSWORD, ldif);
        if (modify.status() != 0) {
            throw new StageException("ldapmodify ended with " + modify.status() + ": " + modify.output());
        }
    }

    /**
     * In a mount namespace of its own, where {@code /etc/ldap/sasl2} is the stage's: slapd has no setting for it, and
     * the machine's is not touched.
     */
    private List<String> command() {
        String namespace = System.getProperty("user.name").equals("root") ? "-m" : "-Urm";
        String script = "mount --bind \"$1\" " + SASL_FOLDER + " && exec " + EXECUTABLE + " -d 0 -F \"$2\" -h \"$3\"";
        return List.of(
                "/usr/bin/unshare",
                namespace,
                "/bin/sh",
                "-c",
                script,
                "sh",
                at("sasl2"),
                at("slapd.d"),
                "ldaps://127.0.0.1:" + port);
    }

    private void succeed(String name, String... command) {
        StageProcess.start(name, folder.resolve(""), folder.resolve("slapd.log"), Map.of(), List.of(command))
                .succeed(TIME);
    }

    private String at(String path) {
        return folder.resolve(path).toString();
    }
}
