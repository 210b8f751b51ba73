package io.github.keycloakapppasswords.gateways;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.Realm;
import java.util.Map;

/** Gateways that Keycloak knows by a client certificate. */
final class X509Gateways {
    private final Realm realm;
    private final KeycloakOnDatabase.Pair servers;

    X509Gateways(Realm realm, KeycloakOnDatabase.Pair servers) {
        this.realm = realm;
        this.servers = servers;
    }

    /**
     * Marks a gateway, and has its client authenticate by <i>X509 Certificate</i> as an admin does.
     *
     * @param settings of the gateway
     * @return terms with the certificate, and a secret that is none
     */
    GatewayTerms mark(String clientId, Map<String, Object> settings) {
        realm.gateway(clientId, settings);
        ObjectNode client = (ObjectNode)
                realm.admin().get(realm.path("/clients?clientId=" + clientId)).path(0);
        client.put("clientAuthenticatorType", "client-x509");
        ObjectNode attributes = (ObjectNode) client.path("attributes");
        attributes.put("x509.subjectdn", "CN=" + clientId);
        attributes.put("x509.allow.regex.pattern.comparison", "false");
        realm.admin().put(realm.path("/clients/" + client.path("id").asText()), client);
        return terms(clientId, clientId);
    }

    /** The terms of a gateway with the certificate of another client. */
    GatewayTerms withCertificateOf(String commonName, GatewayTerms gateway) {
        return terms(gateway.credential().clientId(), commonName);
    }

    private GatewayTerms terms(String clientId, String commonName) {
        return GatewayTerms.of(servers, realm, new Gateway(clientId, "none"), commonName);
    }
}
