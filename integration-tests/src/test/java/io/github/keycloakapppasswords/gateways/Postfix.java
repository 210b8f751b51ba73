package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.AtExit;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.SmtpSink;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Postfix with one service of the recipe, which hands all mail to a {@link SmtpSink}. Needs root, as Postfix does. */
final class Postfix implements AutoCloseable {
    private static final Pattern QUEUE_ID = Pattern.compile("with ESMTPS?A?\\s+id ([0-9A-Za-z]+)");
    private static final Duration START_TIME = Duration.ofSeconds(30);
    private static final String SERVICES =
            """
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            proxymap unix - - n - - proxymap
            anvil unix - - n - 1 anvil
            smtp unix - - n - - smtp
            error unix - - n - - error
            postlog unix-dgram n - n - 1 postlogd
            """;

    private final RecipeFolder folder = RecipeFolder.create("postfix");
    private final PolicyServer policy = new PolicyServer();
    private final SmtpSink sink = SmtpSink.start();
    private final int port = Ports.free();
    private final AtExit atExit = AtExit.run(this::end);
    private @Nullable StageProcess process;

    /**
     * Installs the files; {@link #start()} is yet to come, after Dovecot's, whose socket it needs.
     *
     * @param service the file of the recipe
     * @param listens what it begins its line with, which becomes a free port on loopback
     */
    Postfix(String service, String listens, CertificateAuthority authority) {
        this(service, listens, authority, false);
    }

    /** @param ownAddressOnly has the lines of the page that let nobody send as another */
    Postfix(String service, String listens, CertificateAuthority authority, boolean ownAddressOnly) {
        requireRoot();
        String restrictions = "  -o smtpd_sender_restrictions=";
        String rules = "  -o smtpd_sender_login_maps=regexp:" + folder.write("etc/own-address", "/^(.+)$/ $1\n")
                + "\n  -o smtpd_sender_restrictions=reject_sender_login_mismatch";
        Path services = folder.install(
                service,
                "etc/service.cf",
                Map.of(listens + " inet", address() + " inet", restrictions, ownAddressOnly ? rules : restrictions));
        CertificateAuthority.Issued certificate = authority.server("localhost");
        folder.write("etc/master.cf", RecipeFolder.read(services) + SERVICES);
        folder.write("etc/main.cf", configuration(certificate));
        folder.give(directory("queue/private"), "postfix");
        folder.give(directory("data"), "postfix");
    }

    /** What the page adds to Dovecot's settings: the socket at which Postfix asks. */
    String dovecotSettings() {
        Path settings = folder.install(
                "dovecot-postfix-socket.conf.ext",
                "dovecot/auth-socket.conf.ext",
                Map.of("/var/spool/postfix/", folder.resolve("queue") + "/"));
        return "!include " + settings + "\n";
    }

    /** What the page adds to Dovecot's settings where Dovecot takes the mail. */
    String dovecotSubmissionSettings() {
        Path settings = folder.install(
                "dovecot-submission.conf.ext", "dovecot/submission.conf.ext", Map.of("10587", String.valueOf(port)));
        return "!include " + settings + "\n";
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    void start() {
        StageProcess started = StageProcess.start(
                "Postfix",
                folder.resolve("."),
                folder.resolve("start.log"),
                Map.of(),
                List.of("/usr/sbin/postfix", "-c", folder.resolve("etc").toString(), "start-fg"));
        process = started;
        Waiting.until(START_TIME, "Postfix answers", () -> {
            started.requireAlive();
            return Ports.answers(port);
        });
    }

    /** Whose the message with this subject is, as Postfix tells those whom it asks about it; once it has come through. */
    String sender(String subject) {
        Waiting.until(START_TIME, "the message " + subject + " came through", () -> sink.messages().stream()
                .anyMatch(message -> message.contains(subject)));
        String message = sink.messages().stream()
                .filter(one -> one.contains(subject))
                .findFirst()
                .orElseThrow();
        Matcher queueId = QUEUE_ID.matcher(message);
        return queueId.find() ? policy.login(queueId.group(1)) : "nobody";
    }

    @Override
    public void close() {
        end();
        atExit.forget();
    }

    private void end() {
        if (process != null) {
            process.close();
        }
        policy.close();
        sink.close();
        folder.delete();
    }

    private String configuration(CertificateAuthority.Issued certificate) {
        return """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                command_directory = /usr/sbin
                daemon_directory = /usr/lib/postfix/sbin
                mail_owner = postfix
                setgid_group = postdrop
                myhostname = mail.example.org
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mydestination =
                relayhost = [127.0.0.1]:%2$d
                maillog_file = %1$s/mail.log
                maillog_file_prefixes = %1$s
                smtpd_tls_cert_file = %3$s
                smtpd_tls_key_file = %4$s
                # As careful admins have it: the recipe's services must work all the same.
                smtpd_tls_security_level = encrypt
                smtpd_tls_auth_only = yes
                smtpd_sasl_security_options = noanonymous, noplaintext
                smtpd_sasl_tls_security_options = noanonymous
                smtpd_peername_lookup = no
                smtpd_end_of_data_restrictions = check_policy_service inet:127.0.0.1:%5$d
                """
                .formatted(
                        folder.resolve("").toString(),
                        sink.port(),
                        certificate.certificate(),
                        certificate.key(),
                        policy.port());
    }

    private Path directory(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireRoot() {
        String user = System.getProperty("user.name");
        if (!user.equals("root")) {
            throw new StageException("Postfix starts as root only, and this runs as " + user + ".");
        }
    }
}
