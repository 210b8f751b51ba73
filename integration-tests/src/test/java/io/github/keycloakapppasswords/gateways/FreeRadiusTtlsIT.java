package io.github.keycloakapppasswords.gateways;

class FreeRadiusTtlsIT extends GatewayContract {
    @Override
    String protocol() {
        return "radius";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return new EapolTest(FreeRadius.start(terms, servers().authority()), terms.caFile());
    }
}
