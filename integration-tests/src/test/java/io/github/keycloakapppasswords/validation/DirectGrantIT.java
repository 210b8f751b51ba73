package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The password grant of a client that an admin bound to the flow which the set-up made. */
@ExtendWith(SharedKeycloak.class)
class DirectGrantIT {

    private final Realm realm;
    private final Clients clients;
    private final Person alice;
    private final AppPasswordOnPaper phone;
    private final DirectGrantFlow flow;
    private final Gateway roundcube;
    private final Tokens tokens;
    private final EventLog events;

    DirectGrantIT(KeycloakServer keycloak) {
        realm = Realm.create(keycloak, Map.of("bruteForceProtected", true, "failureFactor", 2));
        realm.setUp();
        clients = new Clients(realm);
        alice = realm.user(NewUser.named("alice"));
        phone = realm.appPassword(alice, "phone", IMAP);
        flow = new DirectGrantFlow(realm);
        roundcube = clients.confidential(
                "roundcube",
                Map.of(
                        "fullScopeAllowed", false,
                        "defaultClientScopes", List.of("basic", "acr"),
                        "optionalClientScopes", List.of("offline_access"),
                        "protocolMappers", List.of(amrMapper()),
                        "authenticationFlowBindingOverrides", Map.of("direct_grant", flow.id())));
        tokens = new Tokens(realm);
        events = new EventLog(realm);
        flow.setProtocol(IMAP);
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    private static Map<String, Object> amrMapper() {
        return Map.of(
                "name", "amr",
                "protocol", "openid-connect",
                "protocolMapper", "oidc-amr-mapper",
                "config", Map.of("access.token.claim", "true", "id.token.claim", "true"));
    }

    private HttpAnswer grant(String password) {
        return tokens.passwordGrant(roundcube, "alice", password, Map.of("scope", "openid"));
    }

    private static JsonNode claims(HttpAnswer answer) throws Exception {
        String payload = answer.json().path("access_token").asText().split("\\.", -1)[1];
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(payload));
    }

    @Test
    void acceptsAnAppPasswordAndSaysSoInTheToken() throws Exception {
        HttpAnswer answer = grant(phone.secret());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(claims(answer).path("sub").asText()).isEqualTo(alice.id());
        assertThat(claims(answer).path("amr").toString()).isEqualTo("[\"app-password\"]");
        assertThat(claims(answer).has("realm_access")).isFalse();
    }

    @Test
    void makesASessionThatNamesTheAppPassword() {
        grant(phone.secret());

        JsonNode login = events.awaitLogin();
        assertThat(login.path("details").path("credential_id").asText()).isEqualTo(phone.id());
        assertThat(login.path("clientId").asText()).isEqualTo("roundcube");
        assertThat(login.path("sessionId").asText()).isNotEmpty();
        assertThat(realm.admin().get(realm.path("/users/" + alice.id() + "/sessions")))
                .hasSize(1);
    }

    @Test
    void isAUseOfTheAppPassword() {
        grant(phone.secret());

        JsonNode row =
                new Fixture(realm).awaitHistory(alice, phone.id(), "the use is written", found -> found.has("usedAt"));
        assertThat(row.path("usedGateway").asText()).isEqualTo("roundcube");
        assertThat(row.path("usedProtocol").asText()).isEqualTo(IMAP);
        assertThat(row.hasNonNull("usedAddress")).isFalse();
    }

    @Test
    void refreshesNoSessionWhoseAppPasswordIsRevoked() {
        AppPasswordOnPaper tablet = realm.appPassword(alice, "tablet", IMAP);
        String ofPhone = refreshed(grant(phone.secret()));
        String ofTablet = refreshed(grant(tablet.secret()));

        realm.revoke(alice, phone.id());

        Waiting.until(
                Duration.ofSeconds(20),
                "the session of the revoked one has ended",
                () -> tokens.refresh(roundcube, ofPhone).status() == 400);
        assertThat(tokens.refresh(roundcube, ofTablet).status()).isEqualTo(200);
    }

    /** A refresh token that works. */
    private String refreshed(HttpAnswer granted) {
        HttpAnswer answer =
                tokens.refresh(roundcube, granted.json().path("refresh_token").asText());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("refresh_token").asText();
    }

    @Test
    void refusesTheMainPasswordWithoutCountingItAgainstTheAccount() {
        for (int i = 0; i < 5; i++) {
            HttpAnswer answer = grant(alice.password());
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().path("error").asText()).isEqualTo("invalid_grant");
        }

        JsonNode state = realm.admin().get(realm.path("/attack-detection/brute-force/users/" + alice.id()));
        assertThat(state.path("numFailures").asInt()).isZero();
        assertThat(events.await("LOGIN_ERROR", "not_an_app_password")
                        .path("userId")
                        .asText())
                .isEqualTo(alice.id());
        assertThat(grant(phone.secret()).status()).isEqualTo(200);
    }

    @Test
    void refusesWrongOnesWithoutCountingThemAgainstTheAccount() {
        AppPasswordOnPaper bobs = realm.appPassword(realm.user(NewUser.named("bob")), "phone", IMAP);
        for (int i = 0; i < 5; i++) {
            assertThat(grant(bobs.secret()).status()).isEqualTo(400);
        }

        JsonNode state = realm.admin().get(realm.path("/attack-detection/brute-force/users/" + alice.id()));
        assertThat(state.path("numFailures").asInt()).isZero();
        assertThat(grant(phone.secret()).status()).isEqualTo(200);
    }

    @Test
    void refusesAnAppPasswordForAnotherProtocol() {
        AppPasswordOnPaper calendar = realm.appPassword(alice, "calendar", "caldav");

        assertThat(grant(calendar.secret()).status()).isEqualTo(400);
        events.await("LOGIN_ERROR", "protocol_not_allowed");
    }

    @Test
    void refusesAnAppPasswordWithNetworksSinceItCannotPlaceTheDevice() {
        AppPasswordOnPaper home = realm.appPassword(alice, "home", List.of("127.0.0.0/8", "::/0"), null, IMAP);

        assertThat(grant(home.secret()).status()).isEqualTo(400);
        events.await("LOGIN_ERROR", "client_address_missing");
    }

    @Test
    void refusesEverythingWithoutAProtocol() {
        flow.setProtocol("");
        assertClientRefused("flow_without_protocol", grant(phone.secret()));
    }

    @Test
    void refusesPublicClients() {
        clients.change("roundcube", Map.of("publicClient", true));
        assertClientRefused(
                "gateway_not_confidential",
                tokens.passwordGrant(new Gateway("roundcube", ""), "alice", phone.secret(), Map.of()));
    }

    @Test
    void refusesClientsWithFullScope() {
        clients.change("roundcube", Map.of("fullScopeAllowed", true));
        assertClientRefused("client_full_scope", grant(phone.secret()));
    }

    @Test
    void refusesARequestForOfflineAccess() {
        assertClientRefused(
                "client_offline_access",
                tokens.passwordGrant(roundcube, "alice", phone.secret(), Map.of("scope", "openid offline_access")));
    }

    @Test
    void refusesClientsWithOfflineAccessByDefault() {
        String client = clients.get("roundcube").path("id").asText();
        for (JsonNode scope : realm.admin().get(realm.path("/client-scopes"))) {
            if (scope.path("name").asText().equals("offline_access")) {
                String path = "/clients/" + client + "/%s-client-scopes/"
                        + scope.path("id").asText();
                realm.admin().delete(realm.path(path.formatted("optional")));
                realm.admin().put(realm.path(path.formatted("default")), Map.of());
            }
        }
        assertClientRefused("client_offline_access", grant(phone.secret()));
    }

    private void assertClientRefused(String reason, HttpAnswer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("unauthorized_client");
        assertThat(events.await("CLIENT_LOGIN_ERROR", reason).path("clientId").asText())
                .isEqualTo("roundcube");
    }
}
