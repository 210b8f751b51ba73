package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.Realm;
import java.nio.file.Path;

/**
 * What a recipe needs to know of Keycloak.
 *
 * @param keycloakUrl without a slash at the end, such as {@code https://localhost:8443}
 * @param realm the name of the realm
 * @param credential the gateway's client id and secret
 * @param caFile who signed Keycloak's certificate; PEM
 * @param clientCertificate for mTLS, PEM; its subject is {@code CN=} and the client id
 * @param clientKey the key of that, PEM; readable by whoever runs the tests, so that a daemon gets a copy of its own
 */
record GatewayTerms(
        String keycloakUrl, String realm, Gateway credential, Path caFile, Path clientCertificate, Path clientKey) {

    /** Of a gateway of this realm, with a client certificate of this common name, made for it. */
    static GatewayTerms of(KeycloakOnDatabase.Pair servers, Realm realm, Gateway credential, String commonName) {
        CertificateAuthority.Issued certificate = servers.authority().client(commonName);
        return new GatewayTerms(
                servers.httpsUrl(),
                realm.name(),
                credential,
                servers.authority().certificate(),
                certificate.certificate(),
                certificate.key());
    }

    /** The same of a Keycloak at another address. */
    GatewayTerms at(String otherUrl) {
        return new GatewayTerms(otherUrl, realm, credential, caFile, clientCertificate, clientKey);
    }

    /** The address of the realm, without a slash at the end. */
    String realmUrl() {
        return keycloakUrl + "/realms/" + realm;
    }
}
