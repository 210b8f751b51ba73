package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** nginx as mail proxy, by IMAP; and what is the same for all its protocols. */
class NginxMailImapIT extends GatewayContract {
    private final NginxMailPorts ports = NginxMailPorts.free();

    private @Nullable NginxMail nginx;

    @Override
    String protocol() {
        return "imap";
    }

    @Override
    Map<String, Object> settings() {
        return ports.gatewaySettings();
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        NginxMail started = start(terms, NginxMailVariant.RECIPE, ports);
        nginx = started;
        return byImap(started);
    }

    /**
     * Each wrong try takes the 3 s of Auth-Wait. All begin with TLS handshakes at once: many more would have the good
     * client wait for a processor, not for Keycloak.
     */
    @Override
    int floodWidth() {
        return 50;
    }

    @Test
    void logsNoPasswords() {
        Resident rosa = resident("rosa");
        gateway().login("rosa", rosa.secret());
        gateway().login("rosa", "a-wrong-one");

        assertThat(Objects.requireNonNull(nginx).logs())
                .contains("rosa")
                .doesNotContain(rosa.secret(), "a-wrong-one", credential().secret());
    }

    @Test
    void theAddressIsTheClients() {
        Resident sara = resident("sara");
        AppPasswordOnPaper office = realm().appPassword(sara.person(), "Office", List.of("192.0.2.0/24"), null, "imap");
        AppPasswordOnPaper here = realm().appPassword(sara.person(), "Here", List.of("127.0.0.0/8"), null, "imap");

        assertThat(gateway().login("sara", office.secret()).answer()).isEqualTo(Answer.WRONG);
        assertThat(gateway().login("sara", here.secret()).opened()).isEqualTo("sara");
    }

    @Test
    void takesACertificateInPlaceOfTheSecret() {
        Resident tina = resident("tina");
        NginxMailPorts others = NginxMailPorts.free();
        X509Gateways gateways = new X509Gateways(realm(), servers());
        GatewayTerms terms = gateways.mark("mail-x509", others.gatewaySettings());
        try (NginxMail other = start(terms, NginxMailVariant.CERTIFICATE, others)) {
            StockGateway imap = byImap(other);
            other.deliver("tina");

            assertThat(imap.login("tina", tina.secret()).opened()).isEqualTo("tina");
            assertThat(imap.login("tina", "wrong").answer()).isEqualTo(Answer.WRONG);
            assertThat(askRelay(other, tina).header("Auth-Status")).hasValue("OK");
            assertThat(askRelay(other, tina).header("Auth-Pass")).isEmpty();
        }
        GatewayTerms ofAnother = gateways.withCertificateOf("another", terms);
        try (NginxMail other = start(ofAnother, NginxMailVariant.CERTIFICATE, NginxMailPorts.free())) {
            assertThat(byImap(other).login("tina", tina.secret()).answer()).isEqualTo(Answer.LATER);
        }
    }

    private static StockGateway byImap(NginxMail nginx) {
        return new NginxMailGateway(nginx, NginxMailGateway.Front.IMAP);
    }

    private NginxMail start(GatewayTerms terms, NginxMailVariant variant, NginxMailPorts at) {
        return NginxMail.start(terms, servers().authority(), at, variant);
    }

    /** As a process of the host might that may ask the relay, but may not read its files. */
    private static HttpAnswer askRelay(NginxMail nginx, Resident resident) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + nginx.ports().relay() + "/"))
                .header("Auth-Method", "plain")
                .header("Auth-User", resident.name())
                .header("Auth-Pass", resident.secret())
                .header("Auth-Protocol", "imap")
                .header("Client-IP", "127.0.0.1")
                .build();
        return new Http().send(request);
    }
}
