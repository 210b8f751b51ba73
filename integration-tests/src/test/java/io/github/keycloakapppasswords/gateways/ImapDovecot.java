package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.DovecotPorts;
import io.github.keycloakapppasswords.stage.DovecotVersion;
import io.github.keycloakapppasswords.stage.MailClient;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Dovecot for IMAP in a folder, with nothing in it but what a test has put there. */
final class ImapDovecot implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final String MAIN =
            """
            protocols = imap
            ssl = no
            %3$s
            mail_uid = nobody
            mail_gid = nogroup
            base_dir = %1$s/run
            state_dir = %1$s/run
            log_path = %1$s/dovecot.log
            listen = 127.0.0.1
            auth_failure_delay = 0 secs
            service imap-login {
              inet_listener imap {
                port = %2$d
              }
              inet_listener imaps {
                port = 0
              }
            }
            """;

    private final RecipeFolder folder;
    private final DovecotPorts ports = DovecotPorts.free();
    private final StageProcess process;

    private ImapDovecot(RecipeFolder folder, String settings) {
        this.folder = folder;
        Path main = folder.write(
                "dovecot.conf",
                DovecotVersion.installed().opening() + MAIN.formatted(folder.resolve(""), ports.imap(), settings));
        process = StageProcess.start(
                "Dovecot",
                folder.resolve(""),
                folder.resolve("dovecot.log"),
                Map.of(),
                List.of("/usr/sbin/dovecot", "-F", "-c", main.toString()));
    }

    /**
     * Starts one and returns when it answers.
     *
     * @param settings for authentication and mailboxes
     */
    static ImapDovecot start(RecipeFolder folder, String settings) {
        ImapDovecot dovecot = new ImapDovecot(folder, settings);
        try {
            Waiting.until(TIME, "Dovecot answers", () -> {
                dovecot.process.requireAlive();
                return Ports.answers(dovecot.ports.imap());
            });
            return dovecot;
        } catch (RuntimeException e) {
            dovecot.close();
            throw e;
        }
    }

    MailClient client() {
        return new MailClient(ports);
    }

    /** What it logged, once this is a part of it. */
    String awaitLogged(String text) {
        Path log = folder.resolve("dovecot.log");
        Waiting.until(
                TIME, "Dovecot has logged " + text, () -> RecipeFolder.read(log).contains(text));
        return RecipeFolder.read(log);
    }

    /** Ends it and deletes the folder. */
    @Override
    public void close() {
        process.close();
        folder.delete();
    }
}
