package io.github.keycloakapppasswords.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** Keycloak's own token endpoint of a realm. */
public record Tokens(Realm realm) {

    private static final Http HTTP = new Http();

    /** An access token of a client's service account. */
    public String ofServiceAccount(Gateway client) {
        HttpAnswer answer = clientCredentials(client);
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("access_token").asText();
    }

    /** The grant of a client's service account, whatever the answer. */
    HttpAnswer clientCredentials(Gateway client) {
        return request(client, Map.of("grant_type", "client_credentials"));
    }

    /** The password grant of a client, whatever the answer. */
    public HttpAnswer passwordGrant(Gateway client, String name, String password, Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>(more);
        form.put("grant_type", "password");
        form.put("username", name);
        form.put("password", password);
        return request(client, form);
    }

    /** Uses a refresh token, whatever the answer. */
    HttpAnswer refresh(Gateway client, String refreshToken) {
        return request(client, Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    /** An access token of a person for a client, by her main password. */
    String ofPerson(Gateway client, Person person) {
        HttpAnswer answer = passwordGrant(client, person.username(), person.password(), Map.of());
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("access_token").asText();
    }

    /** What Keycloak answers a client that asks about an access token. */
    JsonNode introspect(Gateway client, String accessToken) {
        return request("/introspect", client, Map.of("token", accessToken)).json();
    }

    private HttpAnswer request(Gateway client, Map<String, String> form) {
        return request("", client, form);
    }

    private HttpAnswer request(String path, Gateway client, Map<String, String> form) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(realm.url() + "/protocol/openid-connect/token" + path));
        if (client.secret().isEmpty()) {
            Map<String, String> withId = new LinkedHashMap<>(form);
            withId.put("client_id", client.clientId());
            return HTTP.send(Http.withForm(request, withId));
        }
        request.header("Authorization", Http.basic(client.clientId(), client.secret()));
        return HTTP.send(Http.withForm(request, form));
    }
}
