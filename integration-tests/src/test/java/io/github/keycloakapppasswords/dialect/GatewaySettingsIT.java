package io.github.keycloakapppasswords.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.EventLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a gateway's settings change in what it is told. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class GatewaySettingsIT {

    private final Realm realm;
    private final Person alice;
    private final AppPasswordOnPaper anywhere;
    private final AppPasswordOnPaper office;
    private final EventLog events;

    GatewaySettingsIT(KeycloakServer keycloak) {
        realm = Realm.create(keycloak);
        alice = realm.user(NewUser.named("alice"));
        anywhere = realm.appPassword(alice, "anywhere", "imap", "sieve");
        office = realm.appPassword(alice, "office", List.of("192.0.2.0/24"), null, "imap");
        events = new EventLog(realm);
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    private Asking gateway(String clientId, Map<String, Object> settings) {
        return Asking.as(realm, realm.gateway(clientId, settings));
    }

    @Test
    void aliasesNameProtocolsOfTheGatewayOnly() {
        Asking dovecot = gateway(
                "aliases",
                Map.of("protocols", List.of("imap", "sieve"), "protocolAliases", Map.of("MANAGESIEVE", "sieve")));

        assertThat(dovecot.ask("alice", anywhere.secret(), "MANAGESIEVE").status())
                .isEqualTo(200);
        assertThat(dovecot.ask("alice", office.secret(), "MANAGESIEVE").status())
                .isEqualTo(401);
        assertThat(dovecot.ask("alice", anywhere.secret(), "OTHER!").status()).isEqualTo(400);
        assertThat(dovecot.ask("alice", anywhere.secret(), "pop3").status()).isEqualTo(503);
    }

    @Test
    void theDefaultProtocolIsForWhoNamesNone() {
        Asking wifi = gateway("default", Map.of("protocols", List.of("imap", "sieve"), "defaultProtocol", "imap"));

        assertThat(wifi.ask("alice", office.secret(), "").status()).isEqualTo(200);
        assertThat(wifi.ask("alice", office.secret(), "sieve").status()).isEqualTo(401);
        byte[] unreadable =
                ("username=alice&protocol=%E9&password=" + office.secret()).getBytes(StandardCharsets.UTF_8);
        assertThat(wifi.send("application/x-www-form-urlencoded", unreadable).status())
                .isEqualTo(400);
    }

    @Test
    void aGatewayWithoutADefaultMustNameTheProtocol() {
        HttpAnswer answer =
                gateway("no-default", Map.of("protocols", List.of("imap"))).ask("alice", anywhere.secret(), "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asText()).isEqualTo("protocol");
        assertThat(answer.json().path("error_description").asText())
                .isEqualTo("The protocol is missing, and the gateway has no setting defaultProtocol.");
        assertThat(events.await("CLIENT_LOGIN_ERROR", "gateway_request_malformed")
                        .path("details")
                        .path("problem")
                        .asText())
                .isEqualTo("The protocol is missing, and the gateway has no setting defaultProtocol.");
    }

    @Test
    void aMissingAddressRefusesWhereThereIsANetworkRule() {
        Asking optional = gateway("optional", Map.of("protocols", List.of("imap")));

        assertThat(optional.ask("alice", office.secret(), "imap", "192.0.2.1").status())
                .isEqualTo(200);
        assertThat(optional.ask("alice", office.secret(), "imap", null).status())
                .isEqualTo(401);
        assertThat(optional.ask("alice", anywhere.secret(), "imap", null).status())
                .isEqualTo(200);
    }

    @Test
    void aRequiredAddressThatIsMissingIsTheGatewaysFault() {
        Asking required = gateway("required", Map.of("protocols", List.of("imap"), "clientAddress", "required"));

        assertThat(required.ask("alice", anywhere.secret(), "imap", null).status())
                .isEqualTo(503);
        assertThat(required.ask("alice", anywhere.secret(), "imap", "00-11-22-33-44-55")
                        .status())
                .isEqualTo(503);
        assertThat(required.ask("alice", anywhere.secret(), "imap", "2001:db8::1")
                        .status())
                .isEqualTo(200);
        events.await("CLIENT_LOGIN_ERROR", "gateway_client_address");
    }

    @Test
    void anIgnoredAddressOpensNoNetworkRuleAndIsInNoEvent() {
        Asking ignored = gateway("ignored", Map.of("protocols", List.of("imap"), "clientAddress", "ignored"));

        assertThat(ignored.ask("alice", office.secret(), "imap", "192.0.2.77").status())
                .isEqualTo(401);
        assertThat(ignored.ask("alice", anywhere.secret(), "imap", "192.0.2.77").status())
                .isEqualTo(200);
        events.settle(gateway("settling", Map.of("protocols", List.of("imap"))));
        assertThat(realm.events("LOGIN").findValuesAsText("ipAddress")).doesNotContain("192.0.2.77");
        assertThat(realm.events("LOGIN_ERROR").findValuesAsText("ipAddress")).doesNotContain("192.0.2.77");
    }

    @Test
    void tooManyRequestsAreToldToSlowDownAndNobodyElseIs() {
        Asking flood = gateway("flood", Map.of("protocols", List.of("imap"), "requestsPerSecond", 1));
        Asking other = gateway("other", Map.of("protocols", List.of("imap")));

        List<HttpAnswer> answers = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> answers.add(flood.ask("alice", anywhere.secret(), "imap")));

        assertThat(answers.get(0).status()).isEqualTo(200);
        assertThat(answers).extracting(HttpAnswer::status).contains(429).containsOnly(200, 429);
        assertThat(answers.stream().filter(answer -> answer.status() == 429))
                .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isPresent());
        assertThat(other.ask("alice", anywhere.secret(), "imap").status()).isEqualTo(200);
        events.await("CLIENT_LOGIN_ERROR", "gateway_too_fast");
    }
}
