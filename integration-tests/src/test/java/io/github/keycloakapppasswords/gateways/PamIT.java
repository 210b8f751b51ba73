package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PamIT extends PamScriptContract {
    @Override
    String protocol() {
        return "smtp";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return new PamTester(terms, protocol());
    }

    @Test
    void showsNeitherPasswordNorSecretOnTheProcessList() {
        Resident watched = resident("watched");
        Flood logins = Flood.of(5, Collections.nCopies(50, () -> gateway().login("watched", watched.secret())));
        int curls = 0;

        while (logins.lasts()) {
            String processes = ProcessTable.read();
            assertThat(processes)
                    .doesNotContain(watched.secret())
                    .doesNotContain(credential().secret());
            curls += processes.lines().anyMatch(this::isCurlOfThisGateway) ? 1 : 0;
        }

        assertThat(curls).isPositive();
        assertThat(logins.results()).extracting(Login::answer).containsOnly(Answer.IN);
    }

    /** Another gateway's tests may run beside these. */
    private boolean isCurlOfThisGateway(String process) {
        return process.contains("/usr/bin/curl")
                && process.contains(terms().caFile().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "anna, anna, IN",
        "jürgen+ %, j%C3%BCrgen%2B%20%25, IN",
        "anna, Anna, WRONG",
        "anna, bob, WRONG",
        "anna, anna%20, WRONG",
        "anna, '', LATER",
        "anna, an%00na, LATER",
        "anna, %zz, LATER",
        "anna, an\\x6ea, LATER",
    })
    void letsInByNoOtherNameThanTheLoginIdentity(String typed, String header, Answer answer) {
        CertificateAuthority authority = servers().authority();
        try (SloppyKeycloak sloppy = SloppyKeycloak.start(authority.server("localhost"));
                PamTester other = new PamTester(terms().at(sloppy.url()), "smtp")) {
            sloppy.answers(200, header.isEmpty() ? Map.of() : Map.of("X-Username", header));

            assertThat(other.login(typed, "any").answer()).isEqualTo(answer);
        }
    }

    @ParameterizedTest
    @CsvSource({"204", "302", "400", "403", "404", "429", "500", "503"})
    void takesAnyOtherAnswerForAFailureOfTheSystem(int status) {
        CertificateAuthority authority = servers().authority();
        try (SloppyKeycloak sloppy = SloppyKeycloak.start(authority.server("localhost"));
                PamTester other = new PamTester(terms().at(sloppy.url()), "smtp")) {
            sloppy.answers(status, Map.of("X-Username", "anna"));

            assertThat(other.login("anna", "any").answer()).isEqualTo(Answer.LATER);
        }
    }
}
