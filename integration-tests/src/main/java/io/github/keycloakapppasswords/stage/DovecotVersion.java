package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The lines of Dovecot that the recipes are for. Each has a folder of its own in a recipe, and words of its own. */
public enum DovecotVersion {
    V2_3("2.3", "%u", "", "ssl_client_cert = <%s\nssl_client_key = <%s\n", "mail_location = maildir:%s\n"),
    V2_4(
            "2.4",
            "%{user}",
            "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n",
            "ssl_client_cert_file = %s\nssl_client_key_file = %s\n",
            "mail_driver = maildir\nmail_path = %1$s\nmail_inbox_path = %1$s\n");

    private final String number;
    private final String user;
    private final String opening;
    private final String clientCertificate;
    private final String maildir;

    DovecotVersion(String number, String user, String opening, String clientCertificate, String maildir) {
        this.number = number;
        this.user = user;
        this.opening = opening;
        this.clientCertificate = clientCertificate;
        this.maildir = maildir;
    }

    /**
     * The one on this host.
     *
     * @throws StageException if Dovecot is not installed, or the recipes are not for it
     */
    public static DovecotVersion installed() {
        return Installed.VERSION;
    }

    /** The folder of its files in a recipe, and what {@code dovecot --version} begins with. */
    public String number() {
        return number;
    }

    /** What stands for the user's name in a setting. */
    public String user() {
        return user;
    }

    /** What a whole configuration begins with; empty or lines. */
    public String opening() {
        return opening;
    }

    /** By which Dovecot's own HTTP client proves itself: PEM files. */
    public String clientCertificate(Path certificate, Path key) {
        return clientCertificate.formatted(certificate, key);
    }

    /** Mailboxes as Maildir; the path may have {@link #user()} and {@code ~} in it. */
    public String maildir(String path) {
        return maildir.formatted(path);
    }

    /** The program itself. */
    static Path executable() {
        return Stream.of("/usr/sbin/dovecot", "/usr/local/sbin/dovecot")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new StageException("Dovecot is not installed: no /usr/sbin/dovecot."));
    }

    private static DovecotVersion find() {
        String version = askVersion();
        return Arrays.stream(values())
                .filter(one -> version.startsWith(one.number + "."))
                .findFirst()
                .orElseThrow(() ->
                        new StageException("The recipes are for Dovecot 2.3 and 2.4, and this is " + version + "."));
    }

    private static String askVersion() {
        try {
            Process asked = new ProcessBuilder(executable().toString(), "--version").start();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new StageException("Dovecot does not say its version.", e);
        }
    }

    /** Asks once. */
    private static final class Installed {
        private static final DovecotVersion VERSION = find();
    }
}
