package io.github.keycloakapppasswords.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.validation.Asking;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On MariaDB Keycloak's tables hold no emoji: who gives an app password one in its name is told, and nothing fails. */
@ExtendWith(KeycloakOnMariaDb.class)
class EmojiOnMariaDbIT {

    private static final String LABEL = "phone \ud83d\udcf1";

    @Test
    void isRefusedByName(KeycloakServer keycloak) {
        try (Realm realm = Realm.create(keycloak)) {
            realm.setUp();
            Console.allowPasswordGrant(realm);
            Person alice = realm.user(NewUser.named("alice"));
            AppPasswordOnPaper phone = realm.appPassword(alice, "phone", Asking.IMAP);

            assertRefused(Console.of(realm, alice).rename(phone.id(), LABEL));
            assertRefused(realm.admin()
                    .exchange(
                            "POST",
                            realm.path("/app-passwords/users/" + alice.id()),
                            Map.of("label", LABEL, "protocols", List.of(Asking.IMAP))));
            assertThat(realm.credentials(alice).findValuesAsText("userLabel")).containsExactly("phone");
        }
    }

    private static void assertRefused(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("label_not_storable");
        assertThat(answer.json().path("field").asText()).isEqualTo("label");
    }
}
