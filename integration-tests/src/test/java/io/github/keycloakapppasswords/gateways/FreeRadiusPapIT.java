package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.FreeRadius.Variant;
import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeRadiusPapIT extends GatewayContract {
    @Override
    String protocol() {
        return "radius";
    }

    /** FreeRADIUS holds each refusal back for the second of its reject_delay. */
    @Override
    int floodWidth() {
        return 40;
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return new RadClient(FreeRadius.start(terms, servers().authority()));
    }

    /** A MAC address is no address: with it, and with an address elsewhere, a rule on networks refuses. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, IN",
        "2001:db8::7, IN",
        "2001:db8:0:0:0:0:0:7, IN",
        "198.51.100.7, WRONG",
        "02-00-00-00-00-01, WRONG",
        "02:00:00:00:00:01, WRONG",
        "0200.0000.0001, WRONG",
        "'192.0.2.7,198.51.100.7', WRONG"
    })
    void asksWithTheAddressOfTheDeviceIfTheNasSendsOne(String callingStation, Answer answer) {
        String name = "restricted-" + callingStation.hashCode();
        Resident resident = resident(name);
        AppPasswordOnPaper restricted = realm().appPassword(
                        resident.person(), "Office", List.of("192.0.2.0/24", "2001:db8::/32"), null, "radius");

        Login login = ((RadClient) gateway()).login(name, restricted.secret(), callingStation);

        assertThat(login.answer()).as(login.words()).isEqualTo(answer);
    }

    /** The program that FreeRADIUS's own documentation tries a server out with; it takes the password as an argument. */
    @Test
    void letsRadtestIn() {
        Resident trying = resident("trying");

        assertThat(radtest("trying", trying.secret())).contains("Received Access-Accept");
        assertThat(radtest("trying", "wrong")).contains("Received Access-Reject");
    }

    private String radtest(String username, String password) {
        String server = "127.0.0.1:" + ((RadClient) gateway()).port();
        List<String> command = List.of(
                "/usr/bin/radtest", username, password, server, "0", FreeRadiusFiles.NAS_SECRET, "0", "127.0.0.1");
        return Program.run(command, "").output();
    }

    @ParameterizedTest
    @CsvSource({"'a\"b'", "'a\\b'", "'a\"\"}'", "'\",\"client_ip\":\"192.0.2.7'"})
    void refusesWithoutAskingWhatJsonWouldHaveToEscape(String text) {
        Resident resident = resident("plain-" + text.hashCode());

        assertThat(gateway().login(text, resident.secret()).answer()).isEqualTo(Answer.WRONG);
        assertThat(gateway().login(resident.name(), resident.secret() + text).answer())
                .isEqualTo(Answer.WRONG);
    }

    /** As Windows sends it. */
    @Test
    void takesOffADomainPrefixThatTheGatewayNames() {
        Resident nora = resident("nora");
        assertThat(gateway().login("EXAMPLE\\nora", nora.secret()).answer()).isEqualTo(Answer.WRONG);

        realm().gateway("gateway", Map.of("protocols", List.of("radius"), "domainPrefixes", List.of("EXAMPLE")));
        try {
            isIn(gateway().login("EXAMPLE\\nora", nora.secret()), "nora");
            isIn(gateway().login("nora", nora.secret()), "nora");
            for (String name :
                    List.of("OTHER\\nora", "EXAMPLE\\EXAMPLE\\nora", "\\nora", "nora\\", "EXAMPLE\\u006eora")) {
                isWrong(gateway().login(name, nora.secret()));
            }
        } finally {
            mark("username");
        }
    }

    @Test
    void letsNobodyInWithoutALoginIdentityOrByAnyOtherAnswer() {
        CertificateAuthority authority = servers().authority();
        try (SloppyKeycloak sloppy = SloppyKeycloak.start(authority.server("localhost"));
                FreeRadius other = FreeRadius.start(terms().at(sloppy.url()), authority)) {
            RadClient client = new RadClient(other, 1);
            for (int status : new int[] {200, 204, 302, 400, 403, 404, 410, 429, 500, 503}) {
                sloppy.answers(status, Map.of("X-Username", "anna"));
                assertThat(client.login("anna", "any").answer())
                        .as("%d", status)
                        .isEqualTo(Answer.LATER);
            }
            sloppy.answers(401, Map.of("X-Username", "anna"));
            assertThat(new RadClient(other).login("anna", "any").answer()).isEqualTo(Answer.WRONG);
        }
    }

    @Test
    void takesACertificateInPlaceOfTheSecret() {
        Resident olga = resident("olga");
        X509Gateways gateways = new X509Gateways(realm(), servers());
        GatewayTerms own = gateways.mark("radius-x509", Map.of("protocols", List.of("radius")));
        try (FreeRadius other = FreeRadius.start(own, servers().authority(), Variant.CERTIFICATE)) {
            assertThat(new RadClient(other).login("olga", olga.secret()).opened())
                    .isEqualTo("olga");
            assertThat(new RadClient(other).login("olga", "wrong").answer()).isEqualTo(Answer.WRONG);
        }
        GatewayTerms ofAnother = gateways.withCertificateOf("another", own);
        try (FreeRadius other = FreeRadius.start(ofAnother, servers().authority(), Variant.CERTIFICATE)) {
            assertThat(new RadClient(other, 2).login("olga", olga.secret()).answer())
                    .isEqualTo(Answer.LATER);
        }
    }

    @Test
    void keepsTheGatewaysSecretOutOfItsDebugLogAndPasswordsOutOfItsUsualOne() {
        Resident resident = resident("logged");
        String basic = credential().clientId() + ":" + credential().secret();

        try (FreeRadius debugging = FreeRadius.start(terms(), servers().authority(), "-xx");
                FreeRadius usual = FreeRadius.start(terms(), servers().authority())) {
            assertThat(new RadClient(debugging)
                            .login("logged", resident.secret())
                            .answer())
                    .isEqualTo(Answer.IN);
            new RadClient(usual).login("logged", resident.secret());
            new RadClient(usual).login("logged", "wrong-one");

            assertThat(debugging.logged())
                    .contains("Sending HTTP POST")
                    .doesNotContain(credential().secret())
                    .doesNotContain(Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
            assertThat(usual.logged()).doesNotContain(resident.secret()).doesNotContain("wrong-one");
        }
    }
}
