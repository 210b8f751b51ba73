package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.AtExit;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.DovecotSettings;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Prosody by its recipe, the Dovecot that asks Keycloak for it, and a chat program. */
final class Prosody implements StockGateway {
    private static final Duration START_TIME = Duration.ofSeconds(30);

    private final RecipeFolder folder = RecipeFolder.create("prosody");
    private final int port = Ports.free();
    private final XmppClient client = new XmppClient("example.org", port);
    private final AtExit atExit = AtExit.run(this::end);
    private final Dovecot dovecot;
    private final StageProcess process;

    private Prosody(DovecotSettings settings, CertificateAuthority authority) {
        Path socket = folder.resolve("auth-prosody");
        Path passdb = folder.install(
                "dovecot-prosody-socket.conf.ext",
                "dovecot/auth-socket.conf.ext",
                Map.of("unix_listener auth-prosody", "unix_listener " + socket));
        dovecot = Dovecot.start(settings.withMore("!include " + passdb + "\n"));
        folder.install(
                "app-passwords.cfg.lua",
                "conf.d/app-passwords.cfg.lua",
                Map.of("/run/dovecot/auth-prosody", socket.toString()));
        folder.write("prosody.cfg.lua", configuration(authority.server("example.org")));
        process = StageProcess.start(
                "Prosody",
                folder.resolve("."),
                folder.resolve("start.log"),
                Map.of(),
                List.of(
                        "prosody",
                        "-F",
                        "--config",
                        folder.resolve("prosody.cfg.lua").toString()));
    }

    static Prosody start(DovecotSettings settings, CertificateAuthority authority) {
        Prosody prosody = new Prosody(settings, authority);
        Waiting.until(START_TIME, "Prosody answers", () -> {
            prosody.process.requireAlive();
            return Ports.answers(prosody.port);
        });
        return prosody;
    }

    @Override
    public Login login(String username, String password) {
        return client.login(username, password);
    }

    @Override
    public void changeSecret(String secret) {
        dovecot.changeSecret(secret);
    }

    @Override
    public void forgetVerdicts() {
        dovecot.doveadm("auth", "cache", "flush");
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
        if (dovecot != null) {
            dovecot.close();
        }
        folder.delete();
    }

    /** What Debian's package has in its main file, as far as a login needs it. */
    private String configuration(CertificateAuthority.Issued certificate) {
        return """
                run_as_root = true
                pidfile = "%1$s/prosody.pid"
                data_path = "%1$s/data"
                log = { info = "%1$s/prosody.log" }
                interfaces = { "127.0.0.1" }
                c2s_ports = { %2$d }
                modules_enabled = { "saslauth", "tls", "roster", "disco" }
                modules_disabled = { "s2s" }
                c2s_require_encryption = true
                ssl = { certificate = "%3$s"; key = "%4$s" }
                Include "%1$s/conf.d/*.cfg.lua"
                """
                .formatted(folder.resolve("").toString(), port, certificate.certificate(), certificate.key());
    }
}
