package io.github.keycloakapppasswords.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of the Lua script that cannot be right: one clear line for the admin, and never "wrong password". */
class DovecotBadSettingsIT {
    private static final Gateway GATEWAY = new Gateway("dovecot", "s");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://keycloak.example.org/realms/my realm/app-passwords/validate"
                        + " | write it percent-encoded: \"https://keycloak.example.org/realms/my%20realm/app-passwords/validate\"",
                "https://keycloak.example.org/realms/Küche/app-passwords/validate"
                        + " | write it percent-encoded: \"https://keycloak.example.org/realms/K%C3%BCche/app-passwords/validate\"",
                "https://keycloak.example.org/realms/50%/app-passwords/validate | a % in the name of a realm is written %25",
                "keycloak.example.org/realms/x/app-passwords/validate | it must begin with https://",
                "ftp://keycloak.example.org/realms/x/app-passwords/validate | it must begin with https://",
                "http://keycloak.example.org/realms/x/app-passwords/validate | use https, or set ALLOW_HTTP = true",
                "https://Schlüssel.example/realms/x/app-passwords/validate | the host must be",
                "https://keycloak.example.org:65536/realms/x/app-passwords/validate | the port must be from 1 to 65535",
                "https://keycloak.example.org | the path is missing",
                "https://keycloak.example.org/realms/x/app-passwords/validate?a=b | it must have no ?",
                "' https://keycloak.example.org/realms/x/app-passwords/validate' | it begins or ends with a space",
                "'' | VALIDATE_URL is not set",
            })
    void aBadAddressIsOneClearLine(String url, String line) {
        try (Dovecot dovecot = Dovecot.start(DovecotSettings.asking(url, GATEWAY))) {
            isTold(dovecot, line);
        }
    }

    @Test
    void aPasswordInTheAddressIsNotLogged() {
        String url = "https://admin:n0t-to-be-logged@keycloak.example.org/realms/x/app-passwords/validate";
        try (Dovecot dovecot = Dovecot.start(DovecotSettings.asking(url, GATEWAY))) {
            isTold(dovecot, "https://...@keycloak.example.org/");

            assertThat(dovecot.awaitLogged("the host must be")).doesNotContain("n0t-to-be-logged");
        }
    }

    @Test
    void anEmptyClientIdIsOneClearLine() {
        try (MockValidator keycloak = new MockValidator();
                Dovecot dovecot = Dovecot.start(DovecotSettings.asking(keycloak.url(), new Gateway("", "s")))) {
            isTold(dovecot, "CLIENT_ID is not set");

            assertThat(keycloak.asked()).isEmpty();
        }
    }

    @Test
    void aSecretThatCannotBeReadIsOneClearLine() throws IOException {
        try (MockValidator keycloak = new MockValidator();
                Dovecot dovecot = Dovecot.start(DovecotSettings.asking(keycloak.url(), GATEWAY))) {
            Path secret = dovecot.folder().resolve("etc/keycloak-gateway.secret");

            dovecot.changeSecret("");
            isTold(dovecot, "keycloak-gateway.secret has no secret in its first line");
            Files.delete(secret);
            isTold(dovecot, "keycloak-gateway.secret: No such file or directory");
            Files.createDirectory(secret);
            isTold(dovecot, "keycloak-gateway.secret: Is a directory");

            assertThat(keycloak.asked()).isEmpty();
        }
    }

    private static void isTold(Dovecot dovecot, String line) {
        assertThat(dovecot.client().imap("alice", "pass").answer()).contains("[UNAVAILABLE]");
        assertThat(dovecot.client().submit("alice", "pass", "never sent").answer())
                .startsWith("454");

        String log = dovecot.awaitLogged(line);
        assertThat(log.lines().filter(one -> one.contains(line))).allMatch(one -> one.contains("app passwords: "));
        assertThat(log).doesNotContain("traceback");
    }
}
