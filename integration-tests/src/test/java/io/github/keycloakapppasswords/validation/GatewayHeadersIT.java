package io.github.keycloakapppasswords.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which headers a gateway's client id and secret are read. */
class GatewayHeadersIT extends GatewayRealm {
    private String right = "";
    private String wrong = "";

    GatewayHeadersIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @BeforeEach
    void makeHeaders() {
        right = Http.basic(clientId(), gateway().secret());
        wrong = Http.basic(clientId(), "guess");
    }

    private int status(Map<String, String> headers) {
        return new Asking(realm, headers).status("alice", phone.secret());
    }

    @Test
    void eitherIsRead() {
        assertThat(status(Map.of("Authorization", right))).isEqualTo(200);
        assertThat(status(Map.of("X-Gateway-Authorization", right))).isEqualTo(200);
        assertThat(status(Map.of("Authorization", right, "X-Gateway-Authorization", right)))
                .isEqualTo(200);
    }

    @Test
    void twoThatDifferAreRefused() {
        assertThat(status(Map.of("Authorization", right, "X-Gateway-Authorization", wrong)))
                .isEqualTo(503);
        assertThat(status(Map.of("Authorization", wrong, "X-Gateway-Authorization", right)))
                .isEqualTo(503);
        events.await("CLIENT_LOGIN_ERROR", "gateway_credential_ambiguous");
    }

    @Test
    void oneThatComesTwiceIsRefused() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.validateUrl()))
                .header("Authorization", right)
                .header("Authorization", right)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(new Http().send(request).status()).isEqualTo(503);
        events.await("CLIENT_LOGIN_ERROR", "gateway_credential_ambiguous");
    }

    @Test
    void formFieldsAreNoCredential() {
        String form = "client_id=" + clientId() + "&client_secret=" + gateway().secret();
        assertThat(new Asking(realm, Map.of())
                        .send("application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(503);
    }
}
