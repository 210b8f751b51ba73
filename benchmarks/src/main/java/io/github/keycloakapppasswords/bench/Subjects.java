package io.github.keycloakapppasswords.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A realm with the users and the gateway of the benchmark, and the requests about them. */
final class Subjects {

    static final String CEILING = "empty realm resource, same body";
    static final String VALIDATE = "validate, 1 app password";
    static final String VALIDATE_100 = "validate, 100 app passwords";
    static final String MAIN_PASSWORD = "validate, a main password";
    static final String INTROSPECTION = "token introspection";
    static final String GRANT = "password grant, main password";

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Realm realm;
    private final Gateway gateway;
    private final Person one;
    private final String secretOfOne;
    private final Person hundred;
    private final String secretOfHundred;

    Subjects(KeycloakServer keycloak) {
        // A gateway asks about many users: no realm would store an event for each token that is introspected.
        realm = Realm.create(keycloak, Map.of("eventsEnabled", false, "adminEventsEnabled", false));
        realm.setUp();
        gateway = realm.gateway("bench", "imap");
        one = realm.user(NewUser.named("one"));
        secretOfOne = realm.appPassword(one, "Phone", "imap").secret();
        hundred = realm.user(NewUser.named("hundred"));
        String last = "";
        for (int i = 0; i < 100; i++) {
            last = realm.appPassword(hundred, "Device " + i, "imap").secret();
        }
        secretOfHundred = last;
        realm.admin()
                .post(
                        realm.path("/clients"),
                        Map.of(
                                "clientId",
                                "grant",
                                "secret",
                                gateway.secret(),
                                "directAccessGrantsEnabled",
                                true,
                                "standardFlowEnabled",
                                false));
    }

    List<Request> requests() {
        return List.of(
                validate(CEILING, URI.create(realm.url() + "/app-passwords-fixture/ceiling"), one, secretOfOne, 200),
                validate(VALIDATE, URI.create(realm.validateUrl()), one, secretOfOne, 200),
                validate(VALIDATE_100, URI.create(realm.validateUrl()), hundred, secretOfHundred, 200),
                validate(MAIN_PASSWORD, URI.create(realm.validateUrl()), one, one.password(), 401),
                new Request(
                        INTROSPECTION,
                        endpoint("token/introspect"),
                        FORM,
                        Http.basic("grant", gateway.secret()),
                        "token=" + accessToken(),
                        0,
                        200),
                new Request(
                        GRANT,
                        endpoint("token"),
                        FORM,
                        Http.basic("grant", gateway.secret()),
                        form(passwordGrant()),
                        0,
                        200));
    }

    private Request validate(String name, URI uri, Person person, String secret, int status) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("username", person.username());
        body.put("password", secret);
        body.put("protocol", "imap");
        body.put("client_ip", "192.0.2.1");
        try {
            return new Request(
                    name,
                    uri,
                    JSON,
                    Http.basic(gateway.clientId(), gateway.secret()),
                    new ObjectMapper().writeValueAsString(body),
                    0,
                    status);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can always be written as JSON.", e);
        }
    }

    private String accessToken() {
        HttpAnswer answer = new Http()
                .send(Http.withForm(
                        HttpRequest.newBuilder(endpoint("token"))
                                .header("Authorization", Http.basic("grant", gateway.secret())),
                        passwordGrant()));
        return answer.json().path("access_token").asText();
    }

    private Map<String, String> passwordGrant() {
        return Map.of("grant_type", "password", "username", one.username(), "password", one.password());
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + Http.encode(field.getValue()))
                .reduce((left, right) -> left + "&" + right)
                .orElseThrow();
    }

    private URI endpoint(String name) {
        return URI.create(realm.url() + "/protocol/openid-connect/" + name);
    }
}
