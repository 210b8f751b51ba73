package io.github.keycloakapppasswords.compatibility;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.validation.Clients;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A gateway whose secret was rotated.
 *
 * @param before it with its former secret
 * @param now it with its present secret
 */
record Rotation(Realm realm, Gateway before, Gateway now) {

    /**
     * Makes the gateway and rotates its secret.
     *
     * @param byKeycloak whether Keycloak does it, by a client policy; otherwise the client is written as if it had
     */
    static Rotation of(Realm realm, String clientId, boolean byKeycloak) {
        Gateway before = realm.gateway(clientId, IMAP);
        String id = new Clients(realm).get(clientId).path("id").asText();
        if (byKeycloak) {
            policy(realm);
            realm.admin().post(realm.path("/clients/" + id + "/client-secret"), Map.of());
        } else {
            long time = Instant.now().getEpochSecond();
            String now = "present-secret";
            write(
                    realm,
                    clientId,
                    now,
                    Map.of(
                            "client.secret.rotated", before.secret(),
                            "client.secret.rotated.creation.time", String.valueOf(time),
                            "client.secret.rotated.expiration.time", String.valueOf(time + 600)));
        }
        String secret = realm.admin()
                .get(realm.path("/clients/" + id + "/client-secret"))
                .path("value")
                .asText();
        return new Rotation(realm, before, new Gateway(clientId, secret));
    }

    /** The time of the former secret is over. */
    void end() {
        write(realm, now.clientId(), now.secret(), Map.of("client.secret.rotated.expiration.time", "1000000000"));
    }

    private static void write(Realm realm, String clientId, String secret, Map<String, String> attributes) {
        JsonNode found = new Clients(realm).get(clientId);
        ObjectNode client = found.deepCopy();
        client.put("secret", secret);
        attributes.forEach(client.withObject("/attributes")::put);
        realm.admin().put(realm.path("/clients/" + found.path("id").asText()), client);
    }

    private static void policy(Realm realm) {
        realm.admin()
                .put(
                        realm.path("/client-policies/profiles"),
                        Map.of(
                                "profiles",
                                List.of(Map.of(
                                        "name",
                                        "rotating",
                                        "executors",
                                        List.of(Map.of(
                                                "executor",
                                                "secret-rotation",
                                                "configuration",
                                                Map.of(
                                                        "expiration-period", 3600,
                                                        "rotated-expiration-period", 600,
                                                        "remaining-rotation-period", 60)))))));
        realm.admin()
                .put(
                        realm.path("/client-policies/policies"),
                        Map.of(
                                "policies",
                                List.of(Map.of(
                                        "name",
                                        "rotating",
                                        "enabled",
                                        true,
                                        "conditions",
                                        List.of(Map.of("condition", "any-client", "configuration", Map.of())),
                                        "profiles",
                                        List.of("rotating")))));
    }
}
