package io.github.keycloakapppasswords.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedKeycloak.class)
class KeycloakServerIT {
    @Test
    void makesARealmWithAUserWhoHasAnAuthenticatorApp(KeycloakServer keycloak) {
        try (Realm realm = Realm.create(keycloak)) {
            Person alice = realm.user(NewUser.named("alice").withOtp());

            assertThat(realm.credentials(alice))
                    .extracting(JsonNode::toString)
                    .anyMatch(json -> json.contains("\"otp\""));
        }
    }

    @Test
    void deletesItsRealmWhenClosed(KeycloakServer keycloak) {
        Realm realm = Realm.create(keycloak);
        realm.close();

        assertThat(keycloak.admin().exchange("GET", realm.path(""), null).status())
                .isEqualTo(404);
    }
}
