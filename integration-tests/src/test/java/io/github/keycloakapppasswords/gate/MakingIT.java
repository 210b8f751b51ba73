package io.github.keycloakapppasswords.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedChromium;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From the start of the action to the app password, with a second factor. */
@ExtendWith({SharedKeycloak.class, SharedChromium.class})
class MakingIT {
    private final Realm realm;
    private final Visitor alice;
    private final Person person;

    MakingIT(KeycloakServer keycloak, Chromium chromium) {
        realm = GateRealm.create(keycloak);
        person = realm.user(NewUser.named("alice").withOtp());
        alice = chromium.visitor();
    }

    @AfterEach
    void close() {
        alice.close();
        realm.close();
    }

    @Test
    void makesOneAfterALoginWithTheSecondFactor() {
        logIn();

        alice.appPassword().create("Thunderbird", "imap", "smtp");
        String secret = alice.appPassword().secret();
        alice.appPassword().finish();

        assertThat(secret).matches("([0-9a-z]{5}-){4}[0-9a-z]{5}");
        assertThat(alice.appPassword().outcome()).isEqualTo("success");
        JsonNode made = made();
        assertThat(made.path("userLabel").asText()).isEqualTo("Thunderbird");
        assertThat(made.path("credentialData").asText())
                .contains("imap", "smtp")
                .doesNotContain("pop3");
    }

    @Test
    void tellsOfItInAnEvent() {
        logIn();

        alice.appPassword().create("Thunderbird", "imap");
        alice.appPassword().secret();

        JsonNode event = realm.events("UPDATE_CREDENTIAL").path(0);
        assertThat(event.path("userId").asText()).isEqualTo(person.id());
        assertThat(event.at("/details/auth_method").asText()).isEqualTo("app-password");
        assertThat(event.at("/details/credential_type").asText()).isEqualTo("app-password");
        assertThat(event.at("/details/credential_id").asText())
                .isEqualTo(made().path("id").asText());
        assertThat(event.at("/details/credential_label").asText()).isEqualTo("Thunderbird");
    }

    private void logIn() {
        alice.appPassword().begin(realm);
        alice.login().password(person);
        alice.login().code(person.app().freshCode());
        alice.appPassword().awaitForm();
    }

    private JsonNode made() {
        for (JsonNode credential : realm.credentials(person)) {
            if ("app-password".equals(credential.path("type").asText())) {
                return credential;
            }
        }
        throw new AssertionError("No app password was made.");
    }
}
