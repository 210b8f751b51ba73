package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.DovecotSettings;
import io.github.keycloakapppasswords.stage.DovecotVersion;
import io.github.keycloakapppasswords.stage.Gateway;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DovecotImapIT extends GatewayContract {
    @Override
    String protocol() {
        return "imap";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return DovecotGateway.start(terms, DovecotGateway::imap);
    }

    @Override
    void whileStopped(Resident known) {
        assertThat(gateway().login(known.name(), known.secret()).opened()).isEqualTo(known.name());
    }

    @Test
    void asksNobodyWhoseCertificateItDoesNotBelieve() {
        Resident vera = resident("vera");
        try (CertificateAuthority another = CertificateAuthority.create("Another CA");
                DovecotGateway dovecot = DovecotGateway.start(
                        DovecotGateway.settings(terms()).withAuthority(another.certificate()), DovecotGateway::imap)) {
            assertThat(dovecot.login("vera", vera.secret()).answer()).isEqualTo(Answer.LATER);
            dovecot.dovecot().awaitLogged("SSL certificate");
        }
    }

    @Test
    void takesACertificateInPlaceOfTheSecret() {
        Resident tina = resident("tina");
        X509Gateways gateways = new X509Gateways(realm(), servers());
        GatewayTerms terms =
                gateways.mark("dovecot-x509", Map.of("protocols", List.of("imap"), "loginIdentity", "username"));
        try (DovecotGateway dovecot = byCertificate(terms)) {
            dovecot.deliver("tina");

            assertThat(dovecot.login("tina", tina.secret()).opened()).isEqualTo("tina");
            assertThat(dovecot.login("tina", "wrong").answer()).isEqualTo(Answer.WRONG);
        }
        try (DovecotGateway dovecot = byCertificate(gateways.withCertificateOf("another", terms))) {
            assertThat(dovecot.login("tina", tina.secret()).answer()).isEqualTo(Answer.LATER);
        }
    }

    private static DovecotGateway byCertificate(GatewayTerms terms) {
        Gateway withoutSecret = new Gateway(terms.credential().clientId(), "");
        return DovecotGateway.start(
                DovecotSettings.asking(terms.realmUrl() + "/app-passwords/validate", withoutSecret)
                        .withAuthority(terms.caFile())
                        .withMore(DovecotVersion.installed()
                                .clientCertificate(terms.clientCertificate(), terms.clientKey())),
                DovecotGateway::imap);
    }
}
