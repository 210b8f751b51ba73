package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An OpenVPN server with the files of the recipe, and stock clients of it. Neither has a network device, so that the tests need no
 * rights on the network of this machine; the tunnel itself is there, with its keys and renegotiations.
 */
final class OpenVpn implements StockGateway {
    static final Path EXECUTABLE = Path.of("/usr/sbin/openvpn");

    private static final Duration TIME = Duration.ofSeconds(20);
    private static final String PROGRAM = "app-password-openvpn";

    private final RecipeFolder folder = RecipeFolder.create("openvpn");
    private final AppPasswordCheck check;
    private final AtomicInteger clients = new AtomicInteger();
    private final Path program;
    private final Path clientSettings;
    private final StageProcess server;

    OpenVpn(GatewayTerms terms, CertificateAuthority authority) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new StageException("OpenVPN is not installed: no " + EXECUTABLE + ".");
        }
        check = new AppPasswordCheck(terms);
        program = executable(folder.write(PROGRAM, check.adapted(folder.recipe(PROGRAM))));
        folder.write("memory/empty", "");
        Path recipe = folder.install(
                "app-passwords.conf",
                "app-passwords.conf",
                Map.of(
                        "/usr/local/bin/" + PROGRAM,
                        program.toString(),
                        "tmp-dir /dev/shm",
                        "tmp-dir " + folder.resolve("memory")));
        int port = Ports.free();
        CertificateAuthority.Issued certificate = authority.server("localhost");
        Path settings = folder.write("server.conf", serverSettings(port, authority, certificate, recipe));
        clientSettings = folder.write("client.conf", clientSettings(port, authority));
        Path log = folder.resolve("server.log");
        server = StageProcess.start(
                "OpenVPN",
                folder.resolve(""),
                log,
                Map.of(),
                List.of(EXECUTABLE.toString(), "--config", settings.toString()));
        try {
            Waiting.until(TIME, "OpenVPN listens", () -> {
                server.requireAlive();
                return RecipeFolder.read(log).contains("Initialization Sequence Completed");
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static String serverSettings(
            int port, CertificateAuthority authority, CertificateAuthority.Issued certificate, Path recipe) {
        return """
                local 127.0.0.1
                port %d
                proto udp
                dev null
                dev-type tun
                ifconfig-noexec
                route-noexec
                topology subnet
                server 10.99.0.0 255.255.0.0
                ca %s
                cert %s
                key %s
                dh none
                keepalive 10 60
                config %s
                """
                .formatted(port, authority.certificate(), certificate.certificate(), certificate.key(), recipe);
    }

    private static String clientSettings(int port, CertificateAuthority authority) {
        return """
                client
                remote 127.0.0.1 %d
                proto udp
                dev null
                ifconfig-noexec
                route-noexec
                ca %s
                verify-x509-name localhost name
                verb 3
                """
                .formatted(port, authority.certificate());
    }

    /** A client that stays until it is closed. */
    OpenVpnClient connect(String username, String password, String... options) {
        int number = clients.incrementAndGet();
        folder.writeSecret("pair-" + number, username + "\n" + password);
        return OpenVpnClient.start(
                clientSettings, folder.resolve("pair-" + number), folder.resolve("client-" + number + ".log"), options);
    }

    /** A client with a port of the caller's choice, so that a later client can come from the same address and port. */
    OpenVpnClient connectFrom(int port, String username, String password) {
        return connect(username, password, "--local", "127.0.0.1", "--lport", String.valueOf(port));
    }

    /** The program of the recipe, as it is for this OpenVPN. */
    OpenVpnProgram program() {
        return new OpenVpnProgram(program, folder);
    }

    /** The same without the checker. */
    OpenVpnProgram programWithoutChecker() {
        String text = folder.recipe(PROGRAM).replace("/usr/local/bin/app-password-check", "/missing");
        return new OpenVpnProgram(executable(folder.write("without-checker", text)), folder);
    }

    private static Path executable(Path file) {
        if (!file.toFile().setExecutable(true, false)) {
            throw new StageException(file + " could not be made executable.");
        }
        return file;
    }

    @Override
    public Login login(String username, String password) {
        try (OpenVpnClient client = connect(username, password)) {
            return client.login(username);
        }
    }

    @Override
    public void changeSecret(String secret) {
        check.changeSecret(secret);
    }

    @Override
    public void close() {
        server.close();
        folder.delete();
        check.close();
    }
}
