package io.github.keycloakapppasswords.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.Realm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody with some of a realm's admin roles and no other right: the service account of a client of that realm. */
public record RealmAdmin(Realm realm, String token) {

    private static final Http HTTP = new Http();

    /** @param roles of the client {@code realm-management} */
    public static RealmAdmin of(Realm realm, String name, String... roles) {
        Gateway client = new Clients(realm).confidential(name, Map.of("fullScopeAllowed", true));
        String clientId = new Clients(realm).get(name).path("id").asText();
        String user = realm.admin()
                .get(realm.path("/clients/" + clientId + "/service-account-user"))
                .path("id")
                .asText();
        String management =
                new Clients(realm).get("realm-management").path("id").asText();
        List<JsonNode> given = new ArrayList<>();
        for (String role : roles) {
            given.add(realm.admin().get(realm.path("/clients/" + management + "/roles/" + role)));
        }
        realm.admin().post(realm.path("/users/" + user + "/role-mappings/clients/" + management), given);
        return new RealmAdmin(realm, new Tokens(realm).ofServiceAccount(client));
    }

    /** The same person at the handler of another realm. */
    RealmAdmin in(Realm other) {
        return new RealmAdmin(other, token);
    }

    /** A call of the realm's admin REST interface, whatever the answer. */
    public HttpAnswer exchange(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(realm.keycloak().url() + "/admin/realms" + realm.path(path)))
                .header("Authorization", "Bearer " + token);
        return HTTP.send(Http.withJson(request, method, body));
    }
}
