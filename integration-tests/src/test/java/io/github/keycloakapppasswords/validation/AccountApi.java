package io.github.keycloakapppasswords.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** The interface behind Keycloak's stock account console. */
public record AccountApi(Realm realm) {

    /** What the page "Signing in" lists for this person. */
    JsonNode credentials(Person person) {
        String token = token(person);
        HttpAnswer answer = new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.url() + "/account/credentials"))
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "application/json")
                        .build());
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** Deletes a credential as the page "Signing in" of earlier consoles did. */
    public void delete(Person person, String credentialId) {
        HttpAnswer answer = new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.url() + "/account/credentials/" + credentialId))
                        .header("Authorization", "Bearer " + token(person))
                        .header("Accept", "application/json")
                        .DELETE()
                        .build());
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    private String token(Person person) {
        Gateway app = new Clients(realm).confidential("account-app", Map.of("fullScopeAllowed", true));
        return new Tokens(realm).ofPerson(app, person);
    }
}
