package io.github.keycloakapppasswords.gateways;

class SaslauthdIT extends CheckerContract {
    @Override
    String protocol() {
        return "ldap";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return new TestSaslauthd(Saslauthd.start(terms));
    }

    /** saslauthd says OK or NO. */
    @Override
    boolean tellsTemporaryFailure() {
        return false;
    }
}
