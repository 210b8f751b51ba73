package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An app password that opens a mailbox opens nothing else. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class OpensNothingElseIT {

    private final Realm realm;
    private final Person alice;
    private final AppPasswordOnPaper phone;
    private final Gateway app;
    private final Http http = new Http();

    OpensNothingElseIT(KeycloakServer keycloak) {
        realm = Realm.create(keycloak);
        realm.setUp();
        alice = realm.user(NewUser.named("alice"));
        phone = realm.appPassword(alice, "phone", IMAP);
        app = new Clients(realm)
                .confidential(
                        "app", Map.of("redirectUris", List.of("http://localhost/*"), "standardFlowEnabled", true));
        Asking gateway = Asking.as(realm, realm.gateway("dovecot", IMAP));
        assertThat(gateway.status("alice", phone.secret())).isEqualTo(200);
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    @Test
    void notThePasswordGrantOfAnUnboundClient() {
        Tokens tokens = new Tokens(realm);
        assertThat(tokens.passwordGrant(app, "alice", alice.password(), Map.of())
                        .status())
                .isEqualTo(200);

        HttpAnswer answer = tokens.passwordGrant(app, "alice", phone.secret(), Map.of());

        assertThat(answer.status()).isBetween(400, 401);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void notTheBrowserLogin() {
        WebLogin login = new WebLogin(realm, app.clientId());
        assertThat(login.submit("alice", alice.password()).header("Location").orElse(""))
                .startsWith("http://localhost/")
                .contains("code=");

        HttpAnswer refused = login.submit("alice", phone.secret());

        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.body()).contains("kc-form-login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/%s/account",
                "/realms/%s/account/credentials",
                "/realms/%s/protocol/openid-connect/userinfo",
                "/admin/realms/%s",
                "/admin/realms/%s/users",
                "/admin/realms/%s/app-passwords/gateways"
            })
    void noneOfKeycloaksInterfaces(String path) {
        for (String credential : List.of("Bearer " + phone.secret(), Http.basic("alice", phone.secret()))) {
            HttpAnswer answer =
                    http.send(HttpRequest.newBuilder(URI.create(realm.keycloak().url() + path.formatted(realm.name())))
                            .header("Authorization", credential)
                            .header("Accept", "application/json")
                            .build());

            assertThat(answer.status()).as(path).isIn(401, 403);
        }
    }

    @Test
    void notTheValidationInterfaceItself() {
        Asking asUser = new Asking(realm, Map.of("Authorization", Http.basic("alice", phone.secret())));
        assertThat(asUser.status("alice", phone.secret())).isEqualTo(503);
    }
}
