package io.github.keycloakapppasswords.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recipe in Dovecot's settings as Debian's packages bring them, by the steps of its page. */
class DovecotOnDebianIT {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final Path SHIPPED = Path.of("/usr/share/dovecot");
    private static final List<String> NOT_OF_THE_PACKAGE = List.of("local.conf", "99-local.conf");
    private static final DovecotVersion VERSION = DovecotVersion.installed();
    private static final String SECRET = "the-secret-of-the-gateway";
    private static final Pattern COPY = Pattern.compile("(?s)```\n( *version=.*?)```");
    private static final Pattern INCLUDE = Pattern.compile("(!include\\w* auth-oauth\\.conf\\.ext)");
    private static final Pattern BLOCK_OF_VMAIL = Pattern.compile("(?ms)^#userdb.*?^#}\n");

    private final MockValidator keycloak = new MockValidator();
    private final CertificateAuthority authority = CertificateAuthority.create("A CA");
    private final DovecotPorts ports = DovecotPorts.free();
    private Path folder;

    @BeforeEach
    void followThePage() throws IOException {
        folder = Files.createTempDirectory("app-passwords-debian-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        copyPackage();
        CertificateAuthority.Issued certificate = authority.server("localhost");
        Files.createDirectories(folder.resolve("private"));
        Files.copy(certificate.certificate(), folder.resolve("private/dovecot.pem"));
        Files.copy(certificate.key(), folder.resolve("private/dovecot.key"));
        install("app-password.lua", ".");
        install(VERSION.number() + "/auth-app-passwords.conf.ext", "conf.d");
        install(VERSION.number() + "/auth-userdb.conf.ext", "conf.d");
        change(
                "app-password.lua",
                "https://keycloak.example.org/realms/example/app-passwords/validate",
                keycloak.url());
        change(
                "conf.d/10-auth.conf",
                "\n!include auth-system.conf.ext",
                "\n!include auth-app-passwords.conf.ext\n!include auth-userdb.conf.ext");
        Files.writeString(folder.resolve("keycloak-gateway.secret"), "s\n");
        DovecotUsers.ofThisProcess().giveSecret(folder.resolve("keycloak-gateway.secret"));
        Path mail = Files.createDirectories(folder.resolve("mail"));
        DovecotUsers.ofThisProcess().giveMail(mail);
    }

    @AfterEach
    void close() {
        keycloak.close();
        authority.close();
        FileTree.delete(folder);
    }

    @Test
    void opensTheMailboxOfAUserOfThisHost() throws IOException {
        String user = DovecotUsers.ofThisProcess().mailUser();

        opens(user, VERSION.maildir(folder.resolve("mail") + "/" + VERSION.user()));
    }

    @Test
    void opensAMailboxOfTheOneSystemUser() throws IOException {
        String userdb = Files.readString(folder.resolve("conf.d/auth-userdb.conf.ext"));
        String block = BLOCK_OF_VMAIL
                .matcher(userdb)
                .results()
                .findFirst()
                .orElseThrow()
                .group();
        Files.writeString(
                folder.resolve("conf.d/auth-userdb.conf.ext"),
                block.replaceAll("(?m)^#", "")
                        .replaceAll(
                                "uid ?= ?vmail",
                                "uid=" + DovecotUsers.ofThisProcess().mailUser())
                        .replaceAll(
                                "gid ?= ?vmail",
                                "gid=" + DovecotUsers.ofThisProcess().mailGroup(folder))
                        .replace("/srv/mail", folder.resolve("mail").toString()));

        opens("jürgen", "");
    }

    /** By the page for access tokens, whose Keycloak is not to be had here. */
    @Test
    void takesAccessTokensBesideAppPasswords() throws IOException {
        String user = DovecotUsers.ofThisProcess().mailUser();
        followThePageForAccessTokens();
        keycloak.accept(user);
        Files.writeString(
                folder.resolve("local.conf"),
                ofTheTest() + VERSION.maildir(folder.resolve("mail") + "/" + VERSION.user()));

        try (StageProcess dovecot = start()) {
            awaitAnswer(dovecot);

            assertThat(new MailClient(ports).imap("Whoever", "pass").accepted()).isTrue();
            assertThat(new MailClient(ports).imapWithToken("Whoever", "token").accepted())
                    .isFalse();
        }
        assertThat(Files.readString(folder.resolve("dovecot.log"))).contains("oauth2 failed: Introspection failed");
    }

    /** As dovecot-lda and doveadm do: they run as the user whose mail they handle. */
    @Test
    void aUserReadsTheSettingsButNotTheSecretOfAccessTokens() throws IOException {
        followThePageForAccessTokens();
        Files.writeString(folder.resolve("local.conf"), ofTheTest());
        Path settings = folder.resolve("settings");

        asMailUser(
                settings, "doveconf", "-n", "-c", folder.resolve("dovecot.conf").toString());

        assertThat(Files.readString(settings)).contains("passdb").doesNotContain(SECRET);
    }

    /** Its commands, as they are there, and its line of {@code 10-auth.conf}. */
    private void followThePageForAccessTokens() throws IOException {
        String page = Files.readString(Project.root().resolve("docs/gateways/dovecot-oauth.md"));
        String copy = first(COPY, page).replace("/etc/dovecot/", folder + "/");
        StageProcess.start("sh", Project.root(), folder.resolve("copy.log"), Map.of(), List.of("sh", "-ec", copy))
                .succeed(TIME);
        String withSecret = VERSION == DovecotVersion.V2_3 ? "dovecot-oauth2.conf.ext" : "conf.d/auth-oauth.conf.ext";
        change(withSecret, "keycloak.example.org", "localhost:" + Ports.free());
        change(withSecret, "SECRET", SECRET);
        if (VERSION == DovecotVersion.V2_3) {
            change("conf.d/auth-oauth.conf.ext", "/etc/dovecot/", folder + "/");
        }
        String include = first(INCLUDE, page.substring(page.indexOf("With Dovecot " + VERSION.number() + ":")));
        change("conf.d/10-auth.conf", "\n!include auth-userdb.conf.ext", "\n!include auth-userdb.conf.ext\n" + include);
    }

    private static String first(Pattern pattern, String text) {
        return pattern.matcher(text).results().findFirst().orElseThrow().group(1);
    }

    /** Without root the processes of the test have no user but this one. */
    private void asMailUser(Path output, String... command) {
        Stream<String> user = System.getProperty("user.name").equals("root")
                ? Stream.of(
                        "setpriv",
                        "--reuid=" + DovecotUsers.ofThisProcess().mailUser(),
                        "--regid=nogroup",
                        "--clear-groups")
                : Stream.of();
        StageProcess.start(
                        command[0],
                        folder,
                        output,
                        Map.of(),
                        Stream.concat(user, Stream.of(command)).toList())
                .succeed(TIME);
    }

    /** What may stand in a name must not take doveadm its masks. */
    @Test
    void doveadmListsUsersByAMask() throws IOException {
        String user = DovecotUsers.ofThisProcess().mailUser();
        Files.writeString(folder.resolve("local.conf"), ofTheTest());
        Path list = folder.resolve("list");
        try (StageProcess dovecot = start()) {
            awaitAnswer(dovecot);
            String configuration = folder.resolve("dovecot.conf").toString();
            StageProcess.start(
                            "doveadm",
                            folder,
                            list,
                            Map.of(),
                            List.of("doveadm", "-c", configuration, "user", user.charAt(0) + "*"))
                    .succeed(TIME);
        }

        assertThat(Files.readAllLines(list)).contains(user);
    }

    private void opens(String loginIdentity, String mailSettings) throws IOException {
        keycloak.accept(URLEncoder.encode(loginIdentity, StandardCharsets.UTF_8));
        Files.writeString(folder.resolve("local.conf"), ofTheTest() + mailSettings);
        try (StageProcess dovecot = start()) {
            awaitAnswer(dovecot);

            assertThat(new MailClient(ports).imap("Whoever", "pass").accepted()).isTrue();

            keycloak.refuse(401);
            assertThat(new MailClient(ports).imap("Whoever", "main password").answer())
                    .contains("[AUTHENTICATIONFAILED]");
        }
        try (Stream<Path> mailboxes = Files.list(folder.resolve("mail"))) {
            assertThat(mailboxes.map(box -> box.getFileName().toString())).containsExactly(loginIdentity);
        }
    }

    private StageProcess start() {
        List<String> command = List.of(
                DovecotVersion.executable().toString(),
                "-F",
                "-c",
                folder.resolve("dovecot.conf").toString());
        return StageProcess.start("Dovecot", folder, folder.resolve("start.log"), Map.of(), command);
    }

    private void awaitAnswer(StageProcess dovecot) {
        Waiting.until(TIME, "Dovecot answers", () -> {
            dovecot.requireAlive();
            return ports.answer();
        });
    }

    private String ofTheTest() throws IOException {
        return """
                base_dir = %1$s/run
                state_dir = %1$s/run
                log_path = %1$s/dovecot.log
                listen = 127.0.0.1
                """
                        .formatted(folder)
                + ports.settings()
                + DovecotUsers.ofThisProcess().configuration(folder);
    }

    private void copyPackage() throws IOException {
        try (Stream<Path> files = Files.walk(SHIPPED, 2)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.conf(\\.ext)?"))
                    .filter(file ->
                            !NOT_OF_THE_PACKAGE.contains(file.getFileName().toString()))
                    .toList()) {
                Path to = folder.resolve(SHIPPED.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.writeString(to, Files.readString(file).replace("/etc/dovecot/", folder + "/"));
            }
        }
    }

    private void install(String file, String to) throws IOException {
        Path from = Project.gatewayRecipe("dovecot").resolve(file);
        Files.writeString(
                folder.resolve(to).resolve(from.getFileName().toString()),
                Files.readString(from).replace("/etc/dovecot/", folder + "/"));
    }

    private void change(String file, String from, String to) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).as(file).contains(from);
        Files.writeString(folder.resolve(file), text.replace(from, to));
    }
}
