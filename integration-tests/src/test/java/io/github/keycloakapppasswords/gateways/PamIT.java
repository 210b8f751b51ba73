package io.github.keycloakapppasswords.gateways;

class PamIT extends CheckerContract {
    @Override
    String protocol() {
        return "smtp";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return new PamTester(terms, protocol());
    }
}
