package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.DovecotSettings;

class DovecotImapIT extends GatewayContract {
    @Override
    String protocol() {
        return "imap";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return new DovecotImap(
                Dovecot.start(DovecotSettings.asking(terms.realmUrl() + "/app-passwords/validate", terms.credential())
                        .withAuthority(terms.caFile())));
    }
}
