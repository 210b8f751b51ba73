package io.github.keycloakapppasswords.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.Realm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** Keycloak clients of a realm, as an admin makes and changes them. */
public record Clients(Realm realm) {

    /** Makes a client one of SAML. Unsigned, or Keycloak makes an RSA key of 4096 bits, which takes a quick JVM up to minutes. */
    static final Map<String, Object> SAML =
            Map.of("protocol", "saml", "attributes", Map.of("saml.client.signature", "false"));

    /** Makes a confidential client with a secret and every login flow on. */
    public Gateway confidential(String clientId, Map<String, Object> more) {
        Map<String, Object> client = new LinkedHashMap<>(Map.of(
                "clientId",
                clientId,
                "secret",
                "secret-of-" + clientId,
                "publicClient",
                false,
                "serviceAccountsEnabled",
                true,
                "directAccessGrantsEnabled",
                true));
        client.putAll(more);
        realm.admin().post(realm.path("/clients"), client);
        return new Gateway(clientId, String.valueOf(client.get("secret")));
    }

    /** The client's representation; its scopes, which Keycloak lists in any order, are sorted. */
    public JsonNode get(String clientId) {
        JsonNode client = realm.admin()
                .get(realm.path("/clients?clientId=" + Http.encode(clientId)))
                .path(0);
        if (client instanceof ObjectNode found) {
            sort(found, "defaultClientScopes");
            sort(found, "optionalClientScopes");
        }
        return client;
    }

    private static void sort(ObjectNode client, String field) {
        List<String> values = new ArrayList<>();
        client.path(field).forEach(value -> values.add(value.asText()));
        Collections.sort(values);
        ArrayNode sorted = client.putArray(field);
        values.forEach(sorted::add);
    }

    /** Changes fields of the client. */
    void change(String clientId, Map<String, Object> fields) {
        JsonNode client = get(clientId);
        Map<String, Object> changed = new LinkedHashMap<>(Map.of("clientId", clientId));
        changed.putAll(fields);
        realm.admin().put(realm.path("/clients/" + client.path("id").asText()), changed);
    }

    /** Replaces the client by a partial import that overwrites: the same id and secret, a new internal id. */
    void replace(Gateway client) {
        JsonNode before = get(client.clientId());
        realm.admin()
                .post(
                        realm.path("/partialImport"),
                        Map.of(
                                "ifResourceExists",
                                "OVERWRITE",
                                "clients",
                                List.of(Map.of(
                                        "clientId",
                                        client.clientId(),
                                        "secret",
                                        client.secret(),
                                        "publicClient",
                                        false,
                                        "serviceAccountsEnabled",
                                        true))));
        Assertions.assertThat(get(client.clientId()).path("id")).isNotEqualTo(before.path("id"));
    }

    void delete(String clientId) {
        realm.admin().delete(realm.path("/clients/" + get(clientId).path("id").asText()));
    }
}
