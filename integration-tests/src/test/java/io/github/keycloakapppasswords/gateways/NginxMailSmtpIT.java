package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.gateways.Residents.Resident;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class NginxMailSmtpIT extends NginxMailContract {
    @Override
    String protocol() {
        return "smtp";
    }

    @Override
    NginxMailGateway.Front front() {
        return NginxMailGateway.Front.SMTP;
    }

    @Test
    void takesMailOnTheSubmissionPortToo() throws MessagingException {
        Resident uta = resident("uta");

        nginx().client().submitByStartTls("uta", uta.secret(), "by-starttls@example.org");

        assertThat(nginx().backend().submitter("by-starttls@example.org")).isEqualTo("uta");
        assertThatThrownBy(() -> nginx().client().submitByStartTls("uta", "wrong", "never@example.org"))
                .isInstanceOf(AuthenticationFailedException.class)
                .hasMessageContaining("535");
    }

    @Test
    void takesNoPasswordInClearText() throws IOException {
        try (MailLines clear = MailLines.inClearText(nginx().ports().submission())) {
            clear.ask("EHLO attacker");
            assertThat(clear.ask("AUTH PLAIN AGFsaWNlAHNlY3JldA==")).startsWith("5");
        }
    }
}
