package io.github.keycloakapppasswords.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Project;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EximIT extends CheckerContract {
    private @Nullable Exim exim;

    @Override
    String protocol() {
        return "smtp";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        exim = new Exim(terms, servers().authority());
        return exim;
    }

    /** An ACL takes the login identity from the answer. */
    @Override
    boolean opensByAnswer() {
        return true;
    }

    @Test
    void tellsTheClientsAddress() {
        Resident sara = resident("sara");
        AppPasswordOnPaper here = realm().appPassword(sara.person(), "Here", List.of("127.0.0.0/8"), null, "smtp");

        assertThat(login("sara", here.secret()).opened()).isEqualTo("sara");
    }

    @Test
    void answersSwaksByPlainAndByLogin() {
        Resident theo = resident("theo");

        for (String mechanism : List.of("PLAIN", "LOGIN")) {
            assertThat(Swaks.transcript(exim().port(), mechanism, "theo", theo.secret()))
                    .contains("235 Authentication succeeded");
            assertThat(Swaks.transcript(exim().port(), mechanism, "theo", "wrong"))
                    .contains("535 Incorrect");
        }
    }

    @Test
    void offersNoLoginWithoutTls() throws IOException {
        try (MailLines lines = MailLines.inClearText(exim().port())) {
            assertThat(lines.ask("EHLO client.example.org")).startsWith("250");
            String right = MailLines.plain("", "anna".getBytes(UTF_8), anna().secret());

            assertThat(lines.ask("AUTH PLAIN " + right)).startsWith("503 ");
        }
    }

    /** Each value is a line of what Exim sends to the checker: no value may begin another one. */
    @Test
    void aLineBreakInANameOrPasswordIsWrong() {
        String forged = "anna\n" + anna().secret() + "\n127.0.0.1";

        isWrong(login(forged, "any"));
        isWrong(login("anna", anna().secret() + "\n127.0.0.1"));
        isWrong(login("anna\n" + anna().secret(), ""));
    }

    @Test
    void isTemporaryWithoutTheSocket() {
        try (Exim other = new Exim(terms(), servers().authority())) {
            other.endSocket();

            assertThat(other.login("anna", anna().secret()).answer()).isEqualTo(Answer.LATER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"app-password-check-exim.socket", "app-password-check-exim@.service"})
    void theUnitsAreAsSystemdHasThem(String unit) {
        String file = Project.gatewayRecipe("exim").resolve("systemd/" + unit).toString();

        Program verify = Program.run(List.of("/usr/bin/systemd-analyze", "verify", "--man=no", file), "");

        assertThat(verify.output().lines())
                .as("but for the program, which is not installed here")
                .filteredOn(line -> line.contains("app-password-check-exim") && !line.contains("is not executable"))
                .isEmpty();
    }

    private Exim exim() {
        return Objects.requireNonNull(exim);
    }
}
