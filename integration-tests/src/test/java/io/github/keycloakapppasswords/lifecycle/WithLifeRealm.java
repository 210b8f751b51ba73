package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What tests of the life cycle begin with: a realm and its mail server for all of a class, and the default policy for each. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class WithLifeRealm {

    final Mailbox mailbox = new Mailbox();
    final LifeRealm realm;

    /** @param settings of the realm, beside its mail server */
    WithLifeRealm(KeycloakServer keycloak, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("smtpServer", mailbox.smtpServer());
        realm = new LifeRealm(keycloak, all);
    }

    @BeforeEach
    void byDefault() {
        realm.realm().policy(Map.of());
    }

    @AfterAll
    void removeRealm() {
        realm.close();
        mailbox.close();
    }

    /** Someone new, with a second factor. */
    Person user(String name) {
        return realm.realm().user(NewUser.named(name).withOtp());
    }
}
