package io.github.keycloakapppasswords.gateways;

class DovecotSubmissionIT extends LoginContract {
    @Override
    String protocol() {
        return "smtp";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return DovecotGateway.start(terms, DovecotGateway::submission);
    }
}
