package io.github.keycloakapppasswords.compatibility;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Trust;
import io.github.keycloakapppasswords.validation.Clients;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** A gateway that is known by the certificate of its connection. */
final class ByCertificate {

    private final ServedServer server;
    private final Realm realm;
    private final String clientId;
    private final Map<CertificateAuthority, CertificateAuthority.Issued> certificates = new HashMap<>();

    private ByCertificate(ServedServer server, Realm realm, String clientId) {
        this.server = server;
        this.realm = realm;
        this.clientId = clientId;
    }

    static ByCertificate gateway(ServedServer server, Realm realm, String clientId) {
        realm.gateway(clientId, IMAP);
        return new ByCertificate(server, realm, clientId);
    }

    /** Names the authority that the client's certificate must come from. */
    void authority(String name) {
        JsonNode found = new Clients(realm).get(clientId);
        ObjectNode client = found.deepCopy();
        client.put("clientAuthenticatorType", "client-x509");
        client.withObject("/attributes").put("x509.subjectdn", "CN=" + clientId).put("x509.casubjectdn", "CN=" + name);
        realm.admin().put(realm.path("/clients/" + found.path("id").asText()), client);
    }

    /** The answer's status to a question with a certificate that this authority issued to the client. */
    int status(CertificateAuthority authority, Person person, String secret) {
        CertificateAuthority.Issued certificate =
                certificates.computeIfAbsent(authority, issuing -> issuing.client(clientId));
        SSLContext tls = Trust.in(server.trusted().certificate(), certificate);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                server.httpsUrl() + "/realms/" + realm.name() + "/app-passwords/validate?client_id=" + clientId));
        Map<String, String> form = Map.of("username", person.username(), "password", secret, "protocol", IMAP);
        try {
            return HttpClient.newBuilder()
                    .sslContext(tls)
                    .build()
                    .send(Http.withForm(request, form), BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException e) {
            throw new AssertionError("No answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
