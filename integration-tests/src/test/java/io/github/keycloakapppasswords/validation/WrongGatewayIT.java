package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Realm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Who is no gateway learns nothing, and nobody's device throws a password away because of it: 503, never 401. */
class WrongGatewayIT extends GatewayRealm {
    WrongGatewayIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void nobody() {
        assertRefused(new Asking(realm, Map.of()), "gateway_credential_missing");
    }

    @Test
    void aWrongSecret() {
        assertRefused(new Gateway(clientId(), "guess"), "gateway_credential_wrong");
        assertRefused(new Gateway(clientId(), ""), "gateway_credential_wrong");
    }

    @Test
    void aClientThatDoesNotExist() {
        assertRefused(new Gateway("nginx", gateway().secret()), "gateway_not_marked");
    }

    @Test
    void anUnmarkedConfidentialClient() {
        assertRefused(unmarked(Map.of()), "gateway_not_marked");
    }

    @Test
    void aClientThatMarksItselfByItsOwnAttributes() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        JsonNode marks = realm.admin().get(realm.path("")).path("attributes");
        String mark = marks.path("app-passwords.gateway." + clientId()).asText();
        assertThat(mark).isNotEmpty();
        attributes.put("app-passwords.gateway", mark);
        attributes.put("app-passwords.gateway.webmail-" + number(), mark);

        assertRefused(unmarked(Map.of("attributes", attributes)), "gateway_not_marked");
    }

    @Test
    void aClientMadeByClientRegistration() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("clientId", "registered");
        metadata.put("secret", "chosen");
        metadata.put("serviceAccountsEnabled", true);
        metadata.put("attributes", Map.of("app-passwords.gateway.registered", "{\"version\":1}"));
        String token = realm.admin()
                .exchange("POST", realm.path("/clients-initial-access"), Map.of("count", 1, "expiration", 600))
                .json()
                .path("token")
                .asText();
        HttpAnswer made = new Http()
                .send(Http.withJson(
                        HttpRequest.newBuilder(URI.create(realm.url() + "/clients-registrations/default"))
                                .header("Authorization", "Bearer " + token),
                        "POST",
                        metadata));
        assertThat(made.status()).as(made.body()).isEqualTo(201);

        assertRefused(new Gateway("registered", made.json().path("secret").asText()), "gateway_not_marked");
    }

    @Test
    void aClientThatTakesTheIdOfADeletedGateway() {
        clients.delete(clientId());
        assertRefused(clients.confidential(clientId(), Map.of()), "gateway_client_replaced");
    }

    /** Whoever makes a client may choose the internal id too. */
    @Test
    void aClientThatTakesBothIdsOfADeletedGateway() {
        String internalId = clients.get(clientId()).path("id").asText();
        clients.delete(clientId());
        assertThat(problem()).contains("The client of this gateway was deleted.");

        Gateway again = clients.confidential(clientId(), Map.of("id", internalId));

        assertThat(clients.get(clientId()).path("id").asText()).isEqualTo(internalId);
        assertRefused(again, "gateway_client_replaced");
        assertThat(problem()).contains("is not the client that was marked");

        realm.gateway(clientId(), IMAP);
        assertThat(Asking.as(realm, again).status("alice", phone.secret())).isEqualTo(200);
    }

    private String problem() {
        JsonNode list = realm.admin().get(realm.path("/app-passwords/gateways"));
        return StreamSupport.stream(list.spliterator(), false)
                .filter(gateway -> gateway.path("clientId").asText().equals(clientId()))
                .map(gateway -> gateway.path("problem").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aClientThatTakesTheIdAGatewayHadBefore() {
        clients.change(clientId(), Map.of("clientId", clientId() + "-b"));
        Gateway renamed = new Gateway(clientId() + "-b", gateway().secret());
        assertThat(Asking.as(realm, renamed).status("alice", phone.secret())).isEqualTo(200);

        assertRefused(clients.confidential(clientId(), Map.of()), "gateway_not_marked");
    }

    @Test
    void aGatewayWhoseClientWasDeleted() {
        clients.delete(clientId());
        assertRefused(gateway(), "gateway_client_missing");
    }

    @Test
    void aGatewayWhoseClientWasReplacedByAnImport() {
        double before = counted("gateway_client_replaced");
        clients.replace(gateway());

        for (int i = 0; i < 5; i++) {
            assertRefused(gateway(), "gateway_client_replaced");
        }

        events.settle(Asking.as(realm, realm.gateway("sound", IMAP)));
        List<JsonNode> told = events.of("CLIENT_LOGIN_ERROR", "gateway_client_replaced").stream()
                .filter(event -> event.path("clientId").asText().equals(clientId()))
                .toList();
        assertThat(told).hasSize(1);
        assertThat(told.get(0).path("details").path("problem").asText())
                .contains("partial import")
                .contains("put the gateway's settings again");
        assertThat(counted("gateway_client_replaced") - before).isEqualTo(5);
    }

    /** How many questions of this realm the metric has for a reason that is a fault of the gateway. */
    private double counted(String reason) {
        String series = "app_passwords_validations_total{protocol=\"none\",realm=\"" + realm.name() + "\",reason=\""
                + reason + "\",verdict=\"unavailable\"} ";
        return new Http()
                .send(HttpRequest.newBuilder(URI.create(keycloak.managementUrl() + "/metrics"))
                        .build())
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .sum();
    }

    @Test
    void aGatewayThatBecamePublic() {
        clients.change(clientId(), Map.of("publicClient", true));
        assertRefused(gateway(), "gateway_not_confidential");
        assertRefused(new Gateway(clientId(), ""), "gateway_not_confidential");
    }

    @Test
    void aDisabledGateway() {
        clients.change(clientId(), Map.of("enabled", false));
        assertRefused(gateway(), "gateway_disabled");
    }

    @Test
    void aGatewayThatIsNoneAnyMore() {
        realm.admin().delete(realm.path("/app-passwords/gateways/" + clientId()));
        assertRefused(gateway(), "gateway_not_marked");
    }

    @Test
    void aGatewayThatAuthenticatesInAnotherWay() {
        clients.change(clientId(), Map.of("clientAuthenticatorType", "client-jwt"));
        assertRefused(gateway(), "gateway_authentication_method");
    }

    @Test
    void aGatewayWhoseSecretMayNotComeInAHeader() {
        clients.change(
                clientId(),
                Map.of("attributes", Map.of("client.secret.authentication.allowed.method", "client_secret_post")));
        assertRefused(gateway(), "gateway_authentication_method");
    }

    @Test
    void anExpiredSecret() {
        Gateway expired = clients.confidential(
                "expired", Map.of("attributes", Map.of("client.secret.expiration.time", "1000000000")));
        realm.gateway("expired", IMAP);
        assertRefused(expired, "gateway_credential_wrong");
    }

    @Test
    void anybodyWithoutTlsWhereTheRealmRequiresIt() {
        realm.admin().put(realm.path(""), Map.of("sslRequired", "all"));
        try {
            assertRefused(gateway(), "https_required");
        } finally {
            realm.admin().put(realm.path(""), Map.of("sslRequired", "external"));
        }
    }

    @Test
    void aGatewayWhoseMarkCannotBeRead() {
        realm.admin()
                .put(
                        realm.path(""),
                        Map.of("attributes", Map.of("app-passwords.gateway." + clientId(), "{\"version\":9}")));
        assertRefused(gateway(), "gateway_settings_unreadable");
        JsonNode event = events.await("CLIENT_LOGIN_ERROR", "gateway_settings_unreadable");
        assertThat(event.path("details").path("problem").asText()).isNotEmpty();

        long before = keycloak.log().toFile().length();
        for (int i = 0; i < 5; i++) {
            Asking.as(realm, new Gateway(clientId(), "guess-" + i)).ask("alice", phone.secret(), IMAP);
        }
        assertThat(logSince(before)).noneMatch(line -> line.contains(clientId()));
    }

    private List<String> logSince(long length) {
        try (InputStream log = Files.newInputStream(keycloak.log())) {
            log.skipNBytes(length);
            return new String(log.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.contains("[org.keycloak.events]"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSecretOfAnotherRealm() {
        try (Realm other = Realm.create(keycloak)) {
            Gateway theirs = other.gateway(clientId(), IMAP);
            assertRefused(theirs, "gateway_credential_wrong");
        }
    }

    @Test
    void aDisabledRealm() {
        realm.admin().put(realm.path(""), Map.of("enabled", false));
        try {
            assertThat(Asking.as(realm, gateway()).status("alice", phone.secret()))
                    .isEqualTo(503);
        } finally {
            realm.admin().put(realm.path(""), Map.of("enabled", true));
        }
    }

    @Test
    void aGatewayInAnotherNetwork() {
        Gateway remote =
                realm.gateway("remote", Map.of("protocols", List.of(IMAP), "networks", List.of("198.51.100.0/24")));
        assertRefused(remote, "gateway_network");

        Gateway near = realm.gateway(
                "near", Map.of("protocols", List.of(IMAP), "networks", List.of("127.0.0.0/8", "::1/128")));
        assertThat(Asking.as(realm, near).status("alice", phone.secret())).isEqualTo(200);
    }

    @Test
    void aProtocolItMayNotAskFor() {
        HttpAnswer answer = Asking.as(realm, gateway()).ask("alice", phone.secret(), "smtp");

        assertThat(answer.status()).isEqualTo(503);
        JsonNode event = events.await("CLIENT_LOGIN_ERROR", "gateway_protocol");
        assertThat(event.path("details").path("protocol").asText()).isEqualTo("smtp");
        assertThat(event.path("clientId").asText()).isEqualTo(clientId());
    }

    @Test
    void aMalformedQuestionOfAStranger() {
        HttpAnswer answer = new Asking(realm, Map.of()).send("text/plain", new byte[9000]);
        assertThat(answer.status()).isEqualTo(503);
    }

    @Test
    void isOneEventForManyTries() {
        for (int i = 0; i < 20; i++) {
            Asking.as(realm, new Gateway(clientId(), "guess-" + i)).ask("alice", phone.secret(), IMAP);
            Asking.as(realm, new Gateway("made-up-" + i, "guess")).ask("alice", phone.secret(), IMAP);
        }
        events.settle(Asking.as(realm, gateway()));

        assertThat(events.of("CLIENT_LOGIN_ERROR", "gateway_credential_wrong"))
                .filteredOn(event -> event.path("clientId").asText().equals(clientId()))
                .hasSize(1);
        assertThat(events.of("CLIENT_LOGIN_ERROR", "gateway_not_marked")).hasSize(1);
    }
}
