package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Realm;
import java.util.Map;

/** A realm where app passwords can be made. */
final class GateRealm {

    static final String ACTION = "configure-app-password";

    private GateRealm() {}

    static Realm create(KeycloakServer keycloak) {
        return create(keycloak, Map.of());
    }

    /**
     * Makes a realm with the action registered.
     *
     * @param settings fields of the realm's representation that differ from the defaults
     */
    static Realm create(KeycloakServer keycloak, Map<String, Object> settings) {
        Realm realm = Realm.create(keycloak, settings);
        realm.admin()
                .post(
                        realm.path("/authentication/register-required-action"),
                        Map.of("providerId", ACTION, "name", "Create App Password"));
        return realm;
    }
}
