package io.github.keycloakapppasswords.gateways;

class SaslauthdIT extends GatewayContract {
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

    /** saslauthd goes on with the name that was typed; the script refuses any but the login identity. */
    @Override
    boolean opensByAnswer() {
        return false;
    }

    /** Each login here runs a shell and a curl: more at once would wait for a processor, not for Keycloak. */
    @Override
    int floodWidth() {
        return 5;
    }
}
