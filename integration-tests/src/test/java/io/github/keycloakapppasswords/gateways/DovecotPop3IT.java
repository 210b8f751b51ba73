package io.github.keycloakapppasswords.gateways;

class DovecotPop3IT extends LoginContract {
    @Override
    String protocol() {
        return "pop3";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return DovecotGateway.start(terms, DovecotGateway::pop3);
    }
}
