package io.github.keycloakapppasswords.stage;

import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one Dovecot. The recipe is installed as it is, but for the folder it names and the three settings of
 * the Lua script; ports and users are set by a file of the stage's own that includes it.
 */
final class DovecotFiles {
    private static final String RECIPE_FOLDER = "/etc/dovecot/";
    private static final String EXAMPLE_URL = "https://keycloak.example.org/realms/example/app-passwords/validate";
    private static final String EXAMPLE_CA = "/etc/ssl/certs/ca-certificates.crt";
    private static final String EXAMPLE_CLIENT = "local CLIENT_ID = \"dovecot\"";
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PASSABLE = PosixFilePermissions.fromString("rwx--x--x");

    private final DovecotVersion version;
    private final Path folder;
    private final DovecotUsers users = DovecotUsers.ofThisProcess();

    private DovecotFiles(DovecotVersion version, Path folder) {
        this.version = version;
        this.folder = folder;
    }

    static DovecotFiles inTemporaryFolder(DovecotVersion version) {
        try {
            Path folder = Files.createTempDirectory("app-passwords-dovecot-");
            Files.setPosixFilePermissions(folder, PASSABLE);
            return new DovecotFiles(version, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    Path configuration() {
        return folder.resolve("stage.conf");
    }

    Path log() {
        return folder.resolve("dovecot.log");
    }

    void install(DovecotSettings settings, int relayPort) throws IOException {
        Path recipe = Project.gatewayRecipe("dovecot");
        Path installed = Files.createDirectories(folder.resolve("etc"));
        Files.createDirectories(installed.resolve("conf.d"));
        Files.createDirectories(mail());
        users.giveMail(mail());
        Path ofVersion = recipe.resolve(version.number());
        adapt(ofVersion.resolve("dovecot.conf"), installed.resolve("dovecot.conf"));
        Path passdb = installed.resolve("conf.d/auth-app-passwords.conf.ext");
        adapt(ofVersion.resolve("auth-app-passwords.conf.ext"), passdb);
        Path authority = settings.caFile();
        if (authority != null) {
            replaceOnce(passdb, EXAMPLE_CA, authority.toString());
        }
        Files.writeString(installed.resolve("conf.d/10-ssl.conf"), "ssl = no\n");
        Path script = installed.resolve("app-password.lua");
        adapt(recipe.resolve("app-password.lua"), script);
        replaceOnce(script, EXAMPLE_URL, settings.validateUrl());
        replaceOnce(
                script,
                EXAMPLE_CLIENT,
                "local CLIENT_ID = \"" + settings.gateway().clientId() + "\"");
        if (settings.gateway().secret().isEmpty()) {
            replaceOnce(script, "local SECRET_FILE = \"" + secret() + "\"", "local SECRET_FILE = nil");
        } else {
            writeSecret(settings.gateway().secret());
        }
        Files.writeString(configuration(), overlay(settings.ports(), relayPort) + settings.more());
    }

    void writeSecret(String secret) {
        Path file = secret();
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(SECRET));
            }
            Files.writeString(file, secret + "\n");
            users.giveSecret(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void deliver(String loginIdentity, String subject) {
        try {
            Path box = mail().resolve(loginIdentity);
            Path inbox = Files.createDirectories(box.resolve("Maildir/new"));
            for (String sub : List.of("cur", "tmp")) {
                Files.createDirectories(inbox.resolveSibling(sub));
            }
            Files.writeString(
                    inbox.resolve(UUID.randomUUID().toString()),
                    "From: stage@example.org\r\nSubject: " + MimeUtility.encodeText(subject, "UTF-8", "B")
                            + "\r\n\r\nDelivered by the stage.\r\n",
                    StandardCharsets.US_ASCII);
            Path scripts = Files.createDirectories(box.resolve("sieve"));
            Files.writeString(scripts.resolve(subject + ".sieve"), "keep;\n");
            try (Stream<Path> all = Files.walk(box)) {
                for (Path path : all.toList()) {
                    users.giveMail(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> mailboxes() {
        try (Stream<Path> boxes = Files.list(mail())) {
            return boxes.map(box -> box.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        FileTree.delete(folder);
    }

    private Path secret() {
        return folder.resolve("etc/keycloak-gateway.secret");
    }

    private Path mail() {
        return folder.resolve("mail");
    }

    private String overlay(DovecotPorts ports, int relayPort) throws IOException {
        return version.opening()
                + """
                !include %1$s/etc/dovecot.conf
                base_dir = %1$s/run
                state_dir = %1$s/run
                log_path = %1$s/dovecot.log
                listen = 127.0.0.1
                # The one default that is not kept: 2 s are long for tests that are refused often.
                auth_failure_delay = 0 secs
                mail_home = %1$s/mail/%3$s
                submission_relay_host = 127.0.0.1
                submission_relay_port = %2$d
                """
                        .formatted(folder, relayPort, version.user())
                + ports.settings()
                + users.configuration(folder);
    }

    private void adapt(Path from, Path to) throws IOException {
        String text = Files.readString(from);
        Files.writeString(to, text.replace(RECIPE_FOLDER, folder + "/etc/"));
    }

    private static void replaceOnce(Path file, String example, String value) throws IOException {
        String text = Files.readString(file);
        if (text.split(Pattern.quote(example), -1).length != 2) {
            throw new StageException(file.getFileName() + " must have this once: " + example);
        }
        Files.writeString(file, text.replace(example, value));
    }
}
