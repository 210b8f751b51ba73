package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NginxMailPop3IT extends NginxMailContract {
    @Override
    String protocol() {
        return "pop3";
    }

    @Override
    NginxMailGateway.Front front() {
        return NginxMailGateway.Front.POP3;
    }

    /** nginx's buffer for POP3 has 128 bytes, and at level info it logs what does not fit. */
    @Test
    void logsNoCommandThatIsTooLong() throws IOException {
        byte[] name = "a".repeat(64).getBytes(StandardCharsets.UTF_8);
        String response = MailLines.plain("", name, "never-to-be-logged");
        try (MailLines pop3 =
                MailLines.connect(nginx().ports().pop3(), servers().authority().certificate())) {
            assertThat(pop3.ask("AUTH PLAIN " + response)).startsWith("-ERR");
        }

        assertThat(nginx().logs()).doesNotContain(response.substring(0, 100));
    }
}
