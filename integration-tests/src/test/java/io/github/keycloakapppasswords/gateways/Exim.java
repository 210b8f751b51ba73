package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.DovecotPorts;
import io.github.keycloakapppasswords.stage.MailClient;
import io.github.keycloakapppasswords.stage.MailLogin;
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
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An Exim with the files of the recipe, and the socket of systemd at which it asks. Exim is unpacked, not installed: as a package it
 * excludes Postfix. Needs root, to run both as the user that Debian gives to Exim.
 */
final class Exim implements StockGateway {
    static final String USER = "Debian-exim";

    private static final Path EXECUTABLE = Path.of("/opt/exim4-daemon-light/usr/sbin/exim4");
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final String SOCKET = "/run/app-password-check-exim";

    private final RecipeFolder folder = RecipeFolder.create("exim");
    private final int port = Ports.free();
    private final MailClient client = new MailClient(DovecotPorts.of(0, port));
    private final AppPasswordCheck check;
    private final List<StageProcess> processes = new ArrayList<>();

    Exim(GatewayTerms terms, CertificateAuthority authority) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new StageException("Exim is not unpacked: no " + EXECUTABLE + ".");
        }
        check = new AppPasswordCheck(terms);
        check.give(USER);
        folder.write("spool/empty", "");
        Path home = folder.resolve("spool");
        folder.give(home, USER);
        CertificateAuthority.Issued certificate = authority.server("localhost");
        Path key =
                folder.writeSecret("key", RecipeFolder.read(certificate.key()).strip());
        folder.give(key, USER);
        Path acl = folder.install("acl/45_app-passwords", "acl", Map.of(SOCKET, socket().toString()));
        Path auth = folder.install("auth/45_app-passwords", "auth", Map.of());
        Path settings = folder.write("exim.conf", settings(home, certificate.certificate(), key, acl, auth));
        try {
            listen();
            start("Exim", EXECUTABLE.toString(), "-C", settings.toString(), "-bdf");
            Waiting.until(TIME, "Exim answers", () -> {
                processes.forEach(StageProcess::requireAlive);
                return Ports.answers(port);
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** As systemd does it by the two units of the recipe, one program for each connection. */
    private void listen() {
        String unit = folder.recipe("systemd/app-password-check-exim@.service");
        String program = unit.lines()
                .filter(line -> line.startsWith("ExecStart="))
                .map(line -> check.adapted(line.substring("ExecStart=".length())))
                .findFirst()
                .orElseThrow();
        List<String> command = new ArrayList<>(
                List.of("/usr/bin/systemd-socket-activate", "--accept", "--inetd", "--listen=" + socket()));
        command.addAll(List.of(program.split(" ")));
        start("the socket of systemd", command.toArray(String[]::new));
        Waiting.until(TIME, "there is a socket", () -> Files.exists(socket()));
    }

    private void start(String name, String... command) {
        List<String> asUser = Stream.concat(
                        Stream.of("/usr/bin/setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"),
                        Stream.of(command))
                .toList();
        processes.add(StageProcess.start(name, Path.of("/"), folder.resolve(name + ".log"), Map.of(), asUser));
    }

    private Path socket() {
        return folder.resolve("spool/socket");
    }

    private String settings(Path home, Path certificate, Path key, Path acl, Path auth) {
        return """
                primary_hostname = localhost
                daemon_smtp_ports = %d
                local_interfaces = 127.0.0.1
                spool_directory = %2$s
                log_file_path = %2$s/%%slog
                pid_file_path = %2$s/pid
                keep_environment =
                print_topbitchars = true
                smtp_accept_max = 100
                tls_advertise_hosts = *
                tls_certificate = %3$s
                tls_privatekey = %4$s
                acl_smtp_rcpt = accept_users
                acl_smtp_data = note_user
                begin acl
                accept_users:
                  accept authenticated = *
                note_user:
                  discard logwrite = subject $h_subject: is of $authenticated_id
                .include %5$s
                begin authenticators
                .include %6$s
                """
                .formatted(port, home, certificate, key, acl, auth);
    }

    int port() {
        return port;
    }

    /** Ends the socket at which Exim asks. */
    void endSocket() {
        processes.get(0).close();
    }

    @Override
    public Login login(String username, String password) {
        String subject = UUID.randomUUID().toString();
        MailLogin login = client.submit(username, password, subject);
        if (login.accepted()) {
            return Login.in(user(subject));
        }
        if (login.answer().startsWith("535 ")) {
            return Login.wrong(login.answer());
        }
        if (login.answer().startsWith("435 ")) {
            return Login.later(login.answer());
        }
        throw new IllegalStateException("Neither wrong nor temporary: " + login.answer());
    }

    /** Who Exim says sent the message with this subject. */
    private String user(String subject) {
        String begin = "subject " + subject + " is of ";
        return RecipeFolder.read(folder.resolve("spool/mainlog"))
                .lines()
                .filter(line -> line.contains(begin))
                .map(line -> line.substring(line.indexOf(begin) + begin.length()))
                .findFirst()
                .orElse("nobody");
    }

    @Override
    public void changeSecret(String secret) {
        check.changeSecret(secret);
    }

    @Override
    public void close() {
        processes.forEach(StageProcess::close);
        folder.delete();
        check.close();
    }
}
