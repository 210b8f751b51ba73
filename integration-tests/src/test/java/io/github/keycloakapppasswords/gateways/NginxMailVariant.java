package io.github.keycloakapppasswords.gateways;

import java.util.Map;

/**
 * In what an nginx mail proxy differs from the recipe.
 *
 * @param anyoneMayEnter whether the back end takes any password, so that a test sees whom nginx lets through
 * @param bareRelay whether the relay does TLS and nothing else, as one would write it who does not know nginx's proxy
 * @param byCertificate whether the relay shows a client certificate and the gateway has no secret, as the page says
 * @param mail changes of {@code mail.conf}; each key must be there once
 */
record NginxMailVariant(boolean anyoneMayEnter, boolean bareRelay, boolean byCertificate, Map<String, String> mail) {
    /** As it is. */
    static final NginxMailVariant RECIPE = new NginxMailVariant(false, false, false, Map.of());

    /** The recipe, but whoever nginx lets through is in. */
    static final NginxMailVariant ANYONE = new NginxMailVariant(true, false, false, Map.of());

    /** All that an answer can do wrong is seen: a bare relay, and whoever nginx lets through is in. */
    static final NginxMailVariant DEFENCELESS = new NginxMailVariant(true, true, false, Map.of());

    /** A client certificate in place of a secret. */
    static final NginxMailVariant CERTIFICATE = new NginxMailVariant(false, false, true, Map.of());

    private static final String RELAY_KEY = "1a2b3c4d5e6f";

    NginxMailVariant withMail(Map<String, String> changes) {
        return new NginxMailVariant(anyoneMayEnter, bareRelay, byCertificate, changes);
    }

    /**
     * The line of {@code gateway-secret.conf}.
     *
     * @param authorization the gateway's, as a header has it
     */
    String gatewaySecret(String authorization) {
        return byCertificate
                ? "auth_http_header X-Relay-Key \"" + RELAY_KEY + "\";"
                : "auth_http_header X-Gateway-Authorization \"" + authorization + "\";";
    }

    /** The line of {@code backend-password.conf}. */
    String backendPassword(String password) {
        return byCertificate
                ? "map \"$app_passwords_ok $http_x_relay_key\" $app_passwords_backend_password { \"1 " + RELAY_KEY
                        + "\" \"" + password + "\"; }"
                : "map $app_passwords_ok $app_passwords_backend_password { 1 \"" + password + "\"; }";
    }

    /** What the page tells to change in {@code relay.conf} for a client certificate. */
    Map<String, String> relay(GatewayTerms terms) {
        if (!byCertificate) {
            return Map.of();
        }
        return Map.of(
                "/app-passwords/nginx-mail;",
                "/app-passwords/nginx-mail?client_id=" + terms.credential().clientId() + ";",
                "#proxy_ssl_certificate     /etc/nginx/app-passwords/keycloak-client.pem",
                "proxy_ssl_certificate " + terms.clientCertificate(),
                "#proxy_ssl_certificate_key /etc/nginx/app-passwords/keycloak-client.key",
                "proxy_ssl_certificate_key " + terms.clientKey());
    }
}
