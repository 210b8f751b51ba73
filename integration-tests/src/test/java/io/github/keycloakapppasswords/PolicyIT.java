package io.github.keycloakapppasswords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The policy at the doors by which Keycloak lets an admin change it. What an invalid one does is the gate's matter. */
@ExtendWith(SharedKeycloak.class)
class PolicyIT {

    private static final String ACTION = "/authentication/required-actions/configure-app-password";

    private final Realm realm;

    PolicyIT(KeycloakServer keycloak) {
        realm = Realm.create(keycloak);
        realm.admin()
                .post(
                        realm.path("/authentication/register-required-action"),
                        Map.of("providerId", "configure-app-password", "name", "Configure app password"));
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    @Test
    void showsItsSettingsInTheAdminConsole() {
        JsonNode properties =
                realm.admin().get(realm.path(ACTION + "/config-description")).path("properties");

        assertThat(properties.findValuesAsText("name"))
                .containsExactly(
                        "second-factors",
                        "identity-provider-factors",
                        "freshness-seconds",
                        "maximum-per-user",
                        "protocols",
                        "default-lifetime-days",
                        "longest-lifetime-days",
                        "owners-may-restrict-networks",
                        "enrolment-offered",
                        "servers",
                        "suspension-grace-hours",
                        "enrolment-wait-hours",
                        "idle-expiry-days",
                        "never-used-expiry-days",
                        "on-password-change",
                        "on-password-reset-by-email",
                        "on-password-set-by-admin",
                        "tombstone-retention-days",
                        "address-retention-days",
                        "mail-when-made",
                        "mail-before-expiry",
                        "mail-when-disused",
                        "mail-when-password-set",
                        "mail-when-factor-removed",
                        "mail-when-factor-added",
                        "mail-when-new-network");
        assertThat(properties.findValuesAsText("helpText")).doesNotContain("").hasSize(26);
    }

    @Test
    void refusesABadValueAndKeepsTheOld() {
        realm.policy(Map.of("maximum-per-user", "5"));

        HttpAnswer answer = putConfig(Map.of("maximum-per-user", "5000", "freshness-seconds", "60"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "\\\"Maximum per user\\\" (maximum-per-user) cannot be \\\"5000\\\". It must be a whole number"
                                + " from 1 to 1000.");
        assertThat(stored()).isEqualTo(Map.of("maximum-per-user", "5"));
    }

    @Test
    void takesWhatTheAdminConsoleSends() {
        HttpAnswer answer = putConfig(Map.of(
                "second-factors", "otp##webauthn",
                "identity-provider-factors", "corp amr mfa##corp acr gold",
                "freshness-seconds", "120",
                "maximum-per-user", "",
                "protocols", "imap##smtp##print",
                "owners-may-restrict-networks", "true",
                "on-password-change", "revoke",
                "servers", "imap imap.example.org:993 tls##smtp smtp.example.org:465 tls"));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(stored()).containsEntry("protocols", "imap##smtp##print").doesNotContainKey("maximum-per-user");
    }

    private HttpAnswer putConfig(Map<String, String> config) {
        return realm.admin().exchange("PUT", realm.path(ACTION + "/config"), Map.of("config", config));
    }

    private Map<String, String> stored() {
        JsonNode config = realm.admin().get(realm.path(ACTION + "/config")).path("config");
        Map<String, String> stored = new TreeMap<>();
        config.properties()
                .forEach(field -> stored.put(field.getKey(), field.getValue().asText()));
        return stored;
    }
}
