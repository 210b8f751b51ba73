package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Dovecot with the recipe of this project, on loopback and with all its files below one temporary folder: IMAP, POP3,
 * ManageSieve, and submission to a {@link SmtpSink}.
 */
public final class Dovecot implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DovecotFiles files;
    private final DovecotPorts ports;
    private final SmtpSink sink;
    private final AtExit atExit;
    private @Nullable StageProcess process;
    private boolean ended;

    private Dovecot(DovecotFiles files, DovecotPorts ports, SmtpSink sink) {
        this.files = files;
        this.ports = ports;
        this.sink = sink;
        this.atExit = AtExit.run(this::end);
    }

    /** Starts one on free ports that asks this realm at each login. */
    public static Dovecot start(Realm realm, Gateway gateway) {
        return start(DovecotSettings.asking(realm.validateUrl(), gateway).withoutCache());
    }

    /**
     * Starts one and returns when it answers.
     *
     * @throws StageException if Dovecot is not installed or does not start; nothing is left behind then
     */
    public static Dovecot start(DovecotSettings settings) {
        DovecotVersion version = DovecotVersion.installed();
        Dovecot dovecot = new Dovecot(DovecotFiles.inTemporaryFolder(version), settings.ports(), SmtpSink.start());
        try {
            dovecot.install(settings);
            dovecot.start();
            return dovecot;
        } catch (RuntimeException e) {
            dovecot.close();
            throw e;
        }
    }

    /** Where it listens. */
    public DovecotPorts ports() {
        return ports;
    }

    /** The mail that was submitted. */
    public SmtpSink sink() {
        return sink;
    }

    /** The folder with all of its files. */
    public Path folder() {
        return files.folder();
    }

    /** What Dovecot logged. */
    public Path log() {
        return files.log();
    }

    /**
     * Waits until this is in the log, which a process of Dovecot's own writes behind the answers.
     *
     * @return the log so far
     */
    public String awaitLogged(String text) {
        Waiting.until(PATIENCE, "Dovecot has logged " + text, () -> logged().contains(text));
        return logged();
    }

    private String logged() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client of this server. */
    public MailClient client() {
        return new MailClient(ports);
    }

    /** Puts a message and a filter of this name into the mailbox of a login identity, so that one sees who it was that a client got into. */
    public void deliver(String loginIdentity, String subject) {
        files.deliver(loginIdentity, subject);
    }

    /** The login identities that have a mailbox. */
    public List<String> mailboxes() {
        return files.mailboxes();
    }

    /** Changes the gateway's secret as an admin would: in its file, without a restart. */
    public void changeSecret(String secret) {
        files.writeSecret(secret);
    }

    /** The {@code doveadm} of this server, as a command to which arguments are added. */
    public String doveadm() {
        return "doveadm -c " + files.configuration();
    }

    /** Runs {@code doveadm} with these arguments, as an admin of this server would. */
    public void doveadm(String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of("doveadm", "-c", files.configuration().toString()), Stream.of(arguments))
                .toList();
        StageProcess.start("doveadm", files.folder(), files.folder().resolve("doveadm.log"), Map.of(), command)
                .succeed(PATIENCE);
    }

    /** Ends Dovecot and deletes its folder. */
    @Override
    public void close() {
        end();
        atExit.forget();
    }

    private synchronized void end() {
        ended = true;
        if (process != null) {
            process.close();
            process = null;
        }
        sink.close();
        files.delete();
    }

    private void install(DovecotSettings settings) {
        try {
            files.install(settings, sink.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start() {
        StageProcess started = launch();
        Waiting.until(PATIENCE, "Dovecot answers", () -> {
            started.requireAlive();
            return ports.answer();
        });
    }

    private synchronized StageProcess launch() {
        if (ended) {
            throw new StageException("This Dovecot was ended.");
        }
        List<String> command = List.of(
                DovecotVersion.executable().toString(),
                "-F",
                "-c",
                files.configuration().toString());
        StageProcess started = StageProcess.start("Dovecot", files.folder(), files.log(), Map.of(), command);
        process = started;
        return started;
    }
}
