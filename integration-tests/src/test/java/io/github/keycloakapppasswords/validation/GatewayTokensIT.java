package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which bearer tokens make their bearer a gateway. */
class GatewayTokensIT extends GatewayRealm {
    private final Tokens tokens = new Tokens(realm);

    GatewayTokensIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void ofTheGatewaysServiceAccountAreTaken() {
        assertThat(Asking.withToken(realm, tokens.ofServiceAccount(gateway())).status("alice", phone.secret()))
                .isEqualTo(200);
    }

    @Test
    void ofAPersonForTheGatewayAreRefused() {
        clients.change(clientId(), Map.of("directAccessGrantsEnabled", true));

        assertRefused(Asking.withToken(realm, tokens.ofPerson(gateway(), alice)), "gateway_credential_wrong");
    }

    @Test
    void ofAUserWhoTookTheNameOfTheServiceAccountAreRefused() {
        clients.change(clientId(), Map.of("directAccessGrantsEnabled", true));
        String client = clients.get(clientId()).path("id").asText();
        JsonNode account = realm.admin().get(realm.path("/clients/" + client + "/service-account-user"));
        realm.admin().delete(realm.path("/users/" + account.path("id").asText()));

        Person squatter = realm.user(NewUser.named(account.path("username").asText()));

        assertRefused(Asking.withToken(realm, tokens.ofPerson(gateway(), squatter)), "gateway_credential_wrong");
        assertThat(tokens.clientCredentials(gateway()).status()).isNotEqualTo(200);
        assertThat(realm.admin()
                        .get(realm.path("/users/" + squatter.id()))
                        .path("serviceAccountClientId")
                        .isMissingNode())
                .isTrue();
        assertThat(realm.admin()
                        .get(realm.path("/app-passwords/gateways/" + clientId()))
                        .path("warning")
                        .asText())
                .contains("service account was removed")
                .contains("The user \"" + squatter.username() + "\" (id " + squatter.id() + ") is in conflict"
                        + " with the gateway");
    }

    @Test
    void ofAnUnmarkedClientAreRefused() {
        Gateway webmail = unmarked(Map.of());

        assertRefused(Asking.withToken(realm, tokens.ofServiceAccount(webmail)), "gateway_not_marked");
    }

    @Test
    void ofAnotherRealmAreRefused() {
        try (Realm other = Realm.create(keycloak)) {
            Gateway theirs = other.gateway(clientId(), IMAP);
            assertRefused(
                    Asking.withToken(realm, new Tokens(other).ofServiceAccount(theirs)), "gateway_credential_wrong");
        }
    }

    @Test
    void thatWereChangedAreRefused() {
        String token = tokens.ofServiceAccount(gateway());
        assertThat(Asking.withToken(realm, token).status("alice", phone.secret()))
                .isEqualTo(200);

        String[] parts = token.split("\\.", -1);
        assertRefused(Asking.withToken(realm, parts[0] + "." + parts[1] + ".AAAA"), "gateway_credential_wrong");
        assertRefused(Asking.withToken(realm, "garbage"), "gateway_credential_wrong");
        assertRefused(Asking.withToken(realm, parts[0] + "." + parts[1] + "."), "gateway_credential_wrong");
    }

    @Test
    void ofADisabledGatewayAreRefusedThoughTheyWereJustVerified() {
        Asking byToken = Asking.withToken(realm, tokens.ofServiceAccount(gateway()));
        assertThat(byToken.status("alice", phone.secret())).isEqualTo(200);

        clients.change(clientId(), Map.of("enabled", false));

        assertRefused(byToken, "gateway_disabled");
    }

    @Test
    void fromBeforeARevocationOfAllTokensAreRefusedThoughTheyWereJustVerified() {
        try (Realm own = Realm.create(keycloak)) {
            AppPasswordOnPaper carols = own.appPassword(own.user(NewUser.named("carol")), "phone", IMAP);
            String token = new Tokens(own).ofServiceAccount(own.gateway("dovecot", IMAP));
            Asking byToken = Asking.withToken(own, token);
            assertThat(byToken.status("carol", carols.secret())).isEqualTo(200);

            own.admin().put(own.path(""), Map.of("notBefore", Instant.now().getEpochSecond() + 60));

            assertThat(byToken.status("carol", carols.secret())).isEqualTo(503);
            new EventLog(own).await("CLIENT_LOGIN_ERROR", "gateway_credential_wrong");
        }
    }

    @Test
    void ofAGatewayThatAuthenticatesInAnotherWayAreTaken() {
        String token = tokens.ofServiceAccount(gateway());
        clients.change(clientId(), Map.of("clientAuthenticatorType", "client-jwt"));

        assertThat(Asking.withToken(realm, token).status("alice", phone.secret()))
                .isEqualTo(200);
    }
}
