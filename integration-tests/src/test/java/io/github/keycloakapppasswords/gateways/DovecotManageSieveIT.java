package io.github.keycloakapppasswords.gateways;

class DovecotManageSieveIT extends LoginContract {
    @Override
    String protocol() {
        return "sieve";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return DovecotGateway.start(terms, DovecotGateway::sieve);
    }
}
