package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** A realm with a marked gateway for each test, and someone with an app password; for tests of who is a gateway. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class GatewayRealm {

    final KeycloakServer keycloak;
    final Realm realm;
    final Clients clients;
    final Person alice;
    final AppPasswordOnPaper phone;
    final EventLog events;

    // Of each test its own.
    private int number;
    private String clientId = "";
    private Gateway gateway = new Gateway("", "");

    GatewayRealm(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        realm = Realm.create(keycloak);
        clients = new Clients(realm);
        alice = realm.user(NewUser.named("alice"));
        phone = realm.appPassword(alice, "phone", IMAP, "smtp");
        events = new EventLog(realm);
    }

    @BeforeEach
    void markAGateway() {
        clientId = "dovecot-" + ++number;
        gateway = realm.gateway(clientId, IMAP);
        assertThat(Asking.as(realm, gateway).status("alice", phone.secret())).isEqualTo(200);
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    /** The gateway of this test. */
    final Gateway gateway() {
        return gateway;
    }

    final String clientId() {
        return clientId;
    }

    /** The number of this test. */
    final int number() {
        return number;
    }

    /** A client of this test that no admin has marked. */
    final Gateway unmarked(Map<String, Object> more) {
        return clients.confidential("webmail-" + number, more);
    }

    final void assertRefused(Asking caller, String reason) {
        HttpAnswer answer = caller.ask("alice", phone.secret(), IMAP);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isPresent();
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("X-Username")).isEmpty();
        events.await("CLIENT_LOGIN_ERROR", reason);
    }

    final void assertRefused(Gateway caller, String reason) {
        assertRefused(Asking.as(realm, caller), reason);
    }
}
