package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.DovecotUsers;
import io.github.keycloakapppasswords.stage.DovecotVersion;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.SmtpSink;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Dovecot behind nginx, from the recipe's file; or, for attacks, one that lets anyone in. */
final class NginxMailBackend implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final DovecotVersion VERSION = DovecotVersion.installed();

    private final RecipeFolder folder;
    private final SmtpSink sink = SmtpSink.start();
    private final DovecotUsers users = DovecotUsers.ofThisProcess();
    private final StageProcess process;

    private NginxMailBackend(RecipeFolder folder, NginxMailPorts ports, String passdb) {
        this.folder = folder;
        install(ports, passdb);
        List<String> command = List.of(
                "/usr/sbin/dovecot",
                "-F",
                "-c",
                folder.resolve("dovecot/stage.conf").toString());
        process = StageProcess.start("Dovecot", folder.resolve(""), log(), Map.of(), command);
    }

    /** Starts one that takes one password for everybody. */
    static NginxMailBackend start(RecipeFolder folder, NginxMailPorts ports, String password) {
        return startWith(
                folder,
                ports,
                switch (VERSION) {
                    case V2_3 -> "passdb {\n  driver = static\n  args = password={PLAIN}" + password + "\n}\n";
                    case V2_4 -> "passdb static {\n  password = {PLAIN}" + password + "\n}\n";
                });
    }

    /** Starts one that takes any password for everybody. */
    static NginxMailBackend forAnyone(RecipeFolder folder, NginxMailPorts ports) {
        return startWith(
                folder,
                ports,
                switch (VERSION) {
                    case V2_3 -> "passdb {\n  driver = static\n  args = nopassword=y\n}\n";
                    case V2_4 -> "passdb static {\n  fields {\n    nopassword = yes\n  }\n}\n";
                });
    }

    private static NginxMailBackend startWith(RecipeFolder folder, NginxMailPorts ports, String passdb) {
        NginxMailBackend backend = new NginxMailBackend(folder, ports, passdb);
        try {
            Waiting.until(TIME, "Dovecot answers", () -> {
                backend.process.requireAlive();
                return ports.back().stream().allMatch(Ports::answers);
            });
            return backend;
        } catch (RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    /** Puts a message into a mailbox. */
    void deliver(String loginIdentity, String subject) {
        try {
            Path box = mail().resolve(loginIdentity);
            Path inbox = Files.createDirectories(box.resolve("Maildir/new"));
            Files.writeString(
                    inbox.resolve(UUID.randomUUID().toString()),
                    "From: stage@example.org\r\nSubject: " + MimeUtility.encodeText(subject, "UTF-8", "B")
                            + "\r\n\r\nDelivered by the stage.\r\n");
            try (Stream<Path> all = Files.walk(box)) {
                for (Path path : all.toList()) {
                    users.giveMail(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whose login it was by which mail with this envelope sender was handed on; waits for Dovecot to log it. */
    String submitter(String sender) {
        Pattern line = Pattern.compile(
                "submission\\((.*)\\)<[^>]*><[^>]*>: .*relayed message: from=<" + Pattern.quote(sender) + ">");
        Waiting.until(
                TIME, "Dovecot has logged mail from " + sender, () -> find(line).isPresent());
        return find(line).orElseThrow().group(1);
    }

    /** What Dovecot logged. */
    String logged() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        sink.close();
    }

    private Optional<Matcher> find(Pattern pattern) {
        Matcher matcher = pattern.matcher(logged());
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }

    private Path log() {
        return folder.resolve("dovecot.log");
    }

    private Path mail() {
        return folder.resolve("mail");
    }

    private void install(NginxMailPorts ports, String passdb) {
        Path password = folder.write("dovecot/nginx-backend-password.conf.ext", passdb);
        folder.install(
                "dovecot-" + VERSION.number() + "-backend.conf",
                "dovecot/dovecot.conf",
                Map.of(
                        "/etc/dovecot/nginx-backend-password.conf.ext",
                        password.toString(),
                        "port = 10143",
                        "port = " + ports.backendImap(),
                        "port = 10110",
                        "port = " + ports.backendPop3(),
                        "port = 10587",
                        "port = " + ports.backendSmtp(),
                        "/srv/mail/" + VERSION.user(),
                        mail() + "/" + VERSION.user(),
                        "submission_relay_host = localhost",
                        "submission_relay_host = 127.0.0.1",
                        "submission_relay_port = 25",
                        "submission_relay_port = " + sink.port()));
        try {
            Files.createDirectories(mail());
            users.giveMail(mail());
            folder.write(
                    "dovecot/stage.conf",
                    VERSION.opening()
                            + """
                    !include %1$s/dovecot/dovecot.conf
                    base_dir = %1$s/run
                    state_dir = %1$s/run
                    log_path = %1$s/dovecot.log
                    first_valid_uid = 1
                    %2$s
                    """
                                    .formatted(folder.resolve(""), users.configuration(password)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
