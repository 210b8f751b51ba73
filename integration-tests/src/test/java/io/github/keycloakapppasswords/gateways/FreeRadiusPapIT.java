package io.github.keycloakapppasswords.gateways;

class FreeRadiusPapIT extends GatewayContract {
    @Override
    String protocol() {
        return "radius";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return new RadClient(FreeRadius.start(terms, servers().authority()));
    }
}
