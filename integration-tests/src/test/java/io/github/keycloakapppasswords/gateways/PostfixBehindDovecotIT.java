package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Dovecot;

/** Dovecot takes the mail, asks Keycloak as for IMAP, and hands the mail to Postfix with the name of the sender. */
class PostfixBehindDovecotIT extends LoginContract {
    @Override
    String protocol() {
        return "smtp";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        Postfix postfix = new Postfix(
                "master-behind-dovecot.cf", "127.0.0.1:10587", servers().authority());
        Dovecot dovecot = Dovecot.start(DovecotGateway.settings(terms)
                .withMore(postfix.dovecotSettings())
                .withMore(postfix.dovecotSubmissionSettings()));
        postfix.start();
        return new PostfixGateway(postfix, dovecot, dovecot.client());
    }
}
