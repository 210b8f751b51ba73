package io.github.keycloakapppasswords.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.Realm;
import java.util.LinkedHashMap;
import java.util.Map;

/** The flow of the direct grant that the set-up of a realm made. */
public record DirectGrantFlow(Realm realm) {
    private static final String ALIAS = "app passwords direct grant";

    /** Its id, by which an admin binds a client to it. */
    public String id() {
        for (JsonNode flow : realm.admin().get(realm.path("/authentication/flows"))) {
            if (flow.path("alias").asText().equals(ALIAS)) {
                return flow.path("id").asText();
            }
        }
        throw new AssertionError("There is no flow " + ALIAS);
    }

    /** Sets the protocol that the grant counts as, in the settings of the flow's only execution. */
    public void setProtocol(String protocol) {
        JsonNode execution = realm.admin()
                .get(realm.path("/authentication/flows/" + Http.encode(ALIAS) + "/executions"))
                .path(0);
        String path = realm.path("/authentication/config/"
                + execution.path("authenticationConfig").asText());
        JsonNode config = realm.admin().get(path);
        Map<String, Object> settings = new LinkedHashMap<>();
        config.path("config")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        settings.put("protocol", protocol);
        realm.admin()
                .put(
                        path,
                        Map.of(
                                "id",
                                config.path("id").asText(),
                                "alias",
                                config.path("alias").asText(),
                                "config",
                                settings));
    }
}
