package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which headers a gateway's client id and secret are read. */
class GatewayHeadersIT extends GatewayRealm {
    private String right = "";
    private String wrong = "";
    private int byHand;

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

    @ParameterizedTest
    @ValueSource(strings = {"a+b/c=:d e", "100%", "100%41", "%zz", "a%2Bb", "pässwörd€", " ends with spaces "})
    void aSecretChosenByHandIsReadAsItIsAndFormEncoded(String secret) {
        String id = "by-hand+" + ++byHand;
        clients.confidential(id, Map.of("secret", secret));
        realm.gateway(id, IMAP);

        assertThat(status(Map.of("Authorization", Http.basic(id, secret)))).isEqualTo(200);
        assertThat(status(Map.of("Authorization", Http.basic(formEncoded(id), formEncoded(secret)))))
                .isEqualTo(200);
        assertThat(status(Map.of("Authorization", Http.basic(id, formEncoded(formEncoded(secret))))))
                .isEqualTo(503);
        assertThat(status(Map.of("Authorization", Http.basic(id, "x" + secret))))
                .isEqualTo(503);
    }

    @Test
    void aSecretInLatin1IsRead() {
        clients.confidential("latin-1", Map.of("secret", "pässwörd"));
        realm.gateway("latin-1", IMAP);
        byte[] pair = "latin-1:pässwörd".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(status(Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))))
                .isEqualTo(200);
    }

    @Test
    void oneThatIsWrongInBothSpellingsIsOneEvent() {
        for (int i = 0; i < 3; i++) {
            assertThat(status(Map.of("Authorization", Http.basic(clientId(), "a%2Bguess"))))
                    .isEqualTo(503);
        }

        events.await("CLIENT_LOGIN_ERROR", "gateway_credential_wrong");
        events.settle(Asking.as(realm, gateway()));
        assertThat(events.of("CLIENT_LOGIN_ERROR", "gateway_credential_wrong"))
                .filteredOn(
                        event -> event.path("details").path("gateway").asText().equals(clientId()))
                .hasSize(1);
    }

    private static String formEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
