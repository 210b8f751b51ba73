package io.github.keycloakapppasswords.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Trust;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.EventLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway known by the certificate of its connection, and by nothing that somebody could copy. */
@ExtendWith(KeycloakOnMariaDb.class)
@TestInstance(Lifecycle.PER_CLASS)
class ClientCertificateIT {

    private final KeycloakOnDatabase.Pair servers;
    private final Realm realm;
    private final AppPasswordOnPaper phone;
    private final EventLog events;
    private final Gateway relay;
    private final CertificateAuthority.Issued certificate;

    ClientCertificateIT(KeycloakOnDatabase.Pair servers) {
        this.servers = servers;
        realm = Realm.create(servers.keycloak());
        phone = realm.appPassword(realm.user(NewUser.named("alice")), "phone", "imap");
        events = new EventLog(realm);
        relay = realm.gateway(
                "relay", Map.of("protocols", List.of("imap"), "backends", Map.of("imap", "127.0.0.1:143")));
        certificate = servers.authority().client("relay");
    }

    @BeforeEach
    void knowTheRelayByItsCertificate() {
        authenticate("client-x509", Map.of("x509.subjectdn", "CN=relay"));
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    @Test
    void opensEveryDialect() {
        assertThat(ask("validate").statusCode()).isEqualTo(200);
        assertThat(ask("nginx-mail").headers().firstValue("Auth-Status")).contains("OK");
        assertThat(ask("basic").statusCode()).isEqualTo(204);
    }

    @Test
    void isTakenByTheNameNotByItsSpelling() {
        authenticate("client-x509", Map.of("x509.subjectdn", "cn = relay", "x509.casubjectdn", "CN=Stage CA"));

        assertThat(ask("validate").statusCode()).isEqualTo(200);
    }

    @Test
    void isNoneWithoutAConnectionThatHasOne() {
        assertThat(ask("validate", null).statusCode()).isEqualTo(503);
        assertThat(ask("nginx-mail", null).headers().firstValue("Auth-Server")).isEmpty();
        assertThat(ask("basic", null).statusCode()).isEqualTo(503);
    }

    @Test
    void isNoneOfAnotherClient() {
        assertThat(ask("validate", servers.authority().client("other")).statusCode())
                .isEqualTo(503);
        events.await("CLIENT_LOGIN_ERROR", "gateway_credential_wrong");
    }

    @Test
    void isNoneFromAnotherAuthorityThanTheClientNames() {
        authenticate("client-x509", Map.of("x509.subjectdn", "CN=relay", "x509.casubjectdn", "CN=Other CA"));

        assertThat(ask("validate").statusCode()).isEqualTo(503);
    }

    /** Anybody can name a gateway, as often as they like. */
    @Test
    void isNoneWhereTheSubjectIsMissingOrNoName() throws IOException {
        authenticate("client-x509", Map.of("x509.subjectdn", ""));
        assertThat(ask("validate").statusCode()).isEqualTo(503);

        authenticate("client-x509", Map.of("x509.subjectdn", "relay"));
        assertThat(ask("validate").statusCode()).isEqualTo(503);
        assertThat(ask("validate", null).statusCode()).isEqualTo(503);
        assertThat(Files.readAllLines(servers.keycloak().log()))
                .noneMatch(line -> line.contains(" ERROR ") && line.contains("RFC 4514"));
    }

    @Test
    void isNoneWhereTheSubjectIsAPattern() {
        for (String pattern : List.of("(.*?)", "CN=.*", "CN=relay|CN=other")) {
            authenticate(
                    "client-x509", Map.of("x509.subjectdn", pattern, "x509.allow.regex.pattern.comparison", "true"));

            assertThat(ask("validate").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void isNoneOfAClientThatHasASecretInstead() {
        authenticate("client-secret", Map.of("x509.subjectdn", "CN=relay"));

        assertThat(ask("validate").statusCode()).isEqualTo(503);
    }

    @Test
    void leavesAnOldSecretWorthless() {
        assertThat(Asking.as(realm, relay).status("alice", phone.secret())).isEqualTo(503);
    }

    @Test
    void doesNotHelpAClientThatIsNoGateway() {
        realm.admin().post(realm.path("/clients"), Map.of("clientId", "plain", "publicClient", false));

        HttpRequest request = question("validate", "plain");

        assertThat(send(request, servers.authority().client("plain")).statusCode())
                .isEqualTo(503);
    }

    private void authenticate(String method, Map<String, String> attributes) {
        JsonNode found =
                realm.admin().get(realm.path("/clients?clientId=relay")).path(0);
        ObjectNode client = found.deepCopy();
        client.put("clientAuthenticatorType", method);
        ObjectNode changed = client.withObject("/attributes");
        for (String name : List.of("x509.subjectdn", "x509.casubjectdn", "x509.allow.regex.pattern.comparison")) {
            changed.put(name, attributes.getOrDefault(name, ""));
        }
        realm.admin().put(realm.path("/clients/" + client.path("id").asText()), client);
    }

    private HttpResponse<String> ask(String dialect) {
        return ask(dialect, certificate);
    }

    private HttpResponse<String> ask(String dialect, CertificateAuthority.@Nullable Issued with) {
        return send(question(dialect, "relay"), with);
    }

    private HttpRequest question(String dialect, String clientId) {
        URI address = URI.create(servers.httpsUrl() + "/realms/" + realm.name() + "/app-passwords/" + dialect
                + "?client_id=" + clientId);
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        return switch (dialect) {
            case "validate" ->
                request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("username=alice&protocol=imap&password=" + phone.secret()))
                        .build();
            case "basic" ->
                request.header("Authorization", Http.basic("alice", phone.secret()))
                        .header("X-App-Protocol", "imap")
                        .POST(BodyPublishers.noBody())
                        .build();
            default ->
                request.header("Auth-Method", "plain")
                        .header("Auth-User", "alice")
                        .header("Auth-Pass", phone.secret())
                        .header("Auth-Protocol", "imap")
                        .build();
        };
    }

    private HttpResponse<String> send(HttpRequest request, CertificateAuthority.@Nullable Issued with) {
        Path authority = servers.authority().certificate();
        SSLContext tls = with == null ? Trust.in(authority) : Trust.in(authority, with);
        try {
            return HttpClient.newBuilder().sslContext(tls).build().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("No answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
