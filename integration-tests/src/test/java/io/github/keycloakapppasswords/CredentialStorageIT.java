package io.github.keycloakapppasswords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedKeycloak.class)
class CredentialStorageIT {

    private static final String REFUSAL =
            "A request cannot contain a credential of type app-password: only the server makes app passwords.";

    private final Realm realm;
    private final Person anna;

    CredentialStorageIT(KeycloakServer keycloak) {
        this.realm = Realm.create(keycloak);
        this.anna = realm.user(NewUser.named("anna"));
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    @Test
    void showsInTheAdminConsolesListWithoutItsSecret() {
        AppPasswordOnPaper phone = realm.appPassword(anna, "Phone", "imap", "smtp");

        List<JsonNode> listed = appPasswordsOf(anna);
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).path("id").asText()).isEqualTo(phone.id());
        assertThat(listed.get(0).path("userLabel").asText()).isEqualTo("Phone");
        assertThat(listed.get(0).path("credentialData").asText()).contains("\"protocols\":[\"imap\",\"smtp\"]");
        assertThat(listed.get(0).has("secretData")).isFalse();
    }

    @Test
    void isRevokedThroughKeycloaksOwnRest() {
        AppPasswordOnPaper phone = realm.appPassword(anna, "Phone", "imap");

        realm.revoke(anna, phone.id());

        assertThat(appPasswordsOf(anna)).isEmpty();
    }

    @Test
    void leavesNothingOfARemovedUser() {
        realm.appPassword(anna, "Phone", "imap");

        realm.admin().delete(realm.path("/users/" + anna.id()));

        Person again = realm.user(NewUser.named("anna"));
        assertThat(appPasswordsOf(again)).isEmpty();
        realm.appPassword(again, "Phone", "imap");
    }

    /** A hash that somebody made at home and brings along in a request, to know the app password of a victim. */
    @Nested
    class RefusesAPlantedHash {

        private final Map<String, Object> planted = Map.of(
                "type",
                "app-password",
                "userLabel",
                "Planted",
                "credentialData",
                "{\"version\":1,\"protocols\":[\"imap\"],\"networks\":[],\"issuedBy\":\"x\",\"deviceAccount\":false}",
                "secretData",
                "{\"algorithm\":\"sha-256\",\"salt\":\"" + "A".repeat(22) + "==\",\"hash\":\"" + "A".repeat(43)
                        + "=\"}");
        private final Map<String, Object> victim =
                Map.of("username", "victim", "enabled", true, "credentials", List.of(planted));

        @Test
        void inANewUser() {
            HttpAnswer answer = realm.admin().exchange("POST", realm.path("/users"), victim);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains(REFUSAL);
            assertThat(users("victim")).isEmpty();
        }

        @Test
        void inAnUpdateOfAUser() {
            HttpAnswer answer = realm.admin()
                    .exchange("PUT", realm.path("/users/" + anna.id()), Map.of("credentials", List.of(planted)));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains(REFUSAL);
            assertThat(appPasswordsOf(anna)).isEmpty();
        }

        @Test
        void inAPartialImport() {
            HttpAnswer answer = realm.admin()
                    .exchange(
                            "POST",
                            realm.path("/partialImport"),
                            Map.of("ifResourceExists", "OVERWRITE", "users", List.of(victim)));

            assertThat(answer.status()).as(answer.body()).isBetween(400, 599);
            assertThat(users("victim")).isEmpty();
        }

        @Test
        void inANewRealm() {
            HttpAnswer answer = realm.admin()
                    .exchange("POST", "", Map.of("realm", "planted-realm", "enabled", true, "users", List.of(victim)));

            assertThat(answer.status()).as(answer.body()).isBetween(400, 599);
            assertThat(realm.admin().exchange("GET", "/planted-realm", null).status())
                    .isEqualTo(404);
        }

        private JsonNode users(String name) {
            return realm.admin().get(realm.path("/users?exact=true&username=" + name));
        }
    }

    private List<JsonNode> appPasswordsOf(Person person) {
        return realm.credentials(person).findParents("type").stream()
                .filter(credential -> credential.path("type").asText().equals("app-password"))
                .toList();
    }
}
