package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.DovecotPorts;
import io.github.keycloakapppasswords.stage.DovecotSettings;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.MailClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Postfix asks at Dovecot's authentication socket. */
class PostfixSaslIT extends GatewayContract {
    private int port;

    @Override
    String protocol() {
        return "smtp";
    }

    @Override
    boolean tellsTemporaryFailure() {
        return false;
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        Postfix postfix = new Postfix("master-sasl.cf", "submission", servers().authority());
        Dovecot dovecot = Dovecot.start(DovecotGateway.settings(terms).withMore(postfix.dovecotSettings()));
        postfix.start();
        port = postfix.port();
        return new PostfixGateway(postfix, dovecot, new MailClient(DovecotPorts.of(0, postfix.port())));
    }

    @Test
    void tellsTheClientsAddress() {
        Resident sara = resident("sara");
        AppPasswordOnPaper here = realm().appPassword(sara.person(), "Here", List.of("127.0.0.0/8"), null, "smtp");

        assertThat(gateway().login("sara", here.secret()).opened()).isEqualTo("sara");
    }

    @Test
    void swaksIsTold() {
        Resident theo = resident("theo");

        assertThat(Swaks.transcript(port, "theo", theo.secret()))
                .contains("235 2.7.0")
                .contains("250 2.0.0 Ok: queued");
        assertThat(Swaks.transcript(port, "theo", "wrong")).contains("535 5.7.8");
    }

    @Test
    void holdsEachToHerOwnAddressByTheLinesOfThePage() {
        Resident uma = residents().make("uma", Map.of("email", "uma@example.org", "emailVerified", true));
        Resident vic = residents().make("vic", Map.of("email", "victoria@example.org", "emailVerified", true));
        Gateway byEmail = realm().gateway("by-email", Map.of("protocols", List.of("smtp"), "loginIdentity", "email"));
        try (Postfix postfix =
                        new Postfix("master-sasl.cf", "submission", servers().authority(), true);
                Dovecot dovecot = Dovecot.start(
                        DovecotSettings.asking(realm().validateUrl(), byEmail).withMore(postfix.dovecotSettings()))) {
            postfix.start();

            assertThat(Swaks.transcript(postfix.port(), "uma", uma.secret())).contains("250 2.0.0 Ok: queued");
            assertThat(Swaks.transcript(postfix.port(), "vic", vic.secret()))
                    .contains("not owned by user victoria@example.org");
            assertThat(dovecot.sink().messages()).isEmpty();
        }
    }
}
