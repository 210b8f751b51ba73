package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each test first lets the right one in, so that a refusal has one cause only. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class WrongSecretIT {

    private final KeycloakServer keycloak;
    private final Realm realm;
    private final Gateway gateway;

    // Of each test its own, so that what is refused is news.
    private int number;
    private String name = "";
    private Person alice = new Person("", "", "", Optional.empty());
    private AppPasswordOnPaper phone = new AppPasswordOnPaper("", "");
    private Asking dovecot;
    private EventLog events;

    WrongSecretIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        realm = Realm.create(keycloak);
        gateway = realm.gateway("dovecot", IMAP, "smtp");
        dovecot = Asking.as(realm, gateway);
        events = new EventLog(realm);
    }

    @BeforeEach
    void letTheRightOneIn() {
        number++;
        name = "alice-" + number;
        String address = "198.51.100." + number;
        alice = realm.user(NewUser.named(name));
        phone = realm.appPassword(alice, "phone", IMAP);
        dovecot = Asking.as(realm, gateway).forClientAt(address);
        events = new EventLog(realm).ofClientsAt(address);
        assertThat(dovecot.status(name, phone.secret())).isEqualTo(200);
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    private AppPasswordOnPaper somebodyElses() {
        return realm.appPassword(realm.user(NewUser.named("bob-" + number)), "phone", IMAP);
    }

    private void assertRefused(String user, String secret, String reason) {
        assertThat(dovecot.status(user, secret)).isEqualTo(401);
        events.await("LOGIN_ERROR", reason);
    }

    @Test
    void refusesTheMainPassword() {
        assertRefused(name, alice.password(), "not_an_app_password");
    }

    @Test
    void refusesAMainPasswordOfTheVeryFormOfAnAppPassword() {
        String stolenForm = somebodyElses().secret();
        realm.admin()
                .put(
                        realm.path("/users/" + alice.id() + "/reset-password"),
                        Map.of("type", "password", "value", stolenForm, "temporary", false));

        assertRefused(name, stolenForm, "wrong_secret");
    }

    @Test
    void refusesAnotherUsersAppPassword() {
        AppPasswordOnPaper bobs = somebodyElses();
        assertThat(dovecot.status("bob-" + number, bobs.secret())).isEqualTo(200);

        assertRefused(name, bobs.secret(), "wrong_secret");
    }

    @Test
    void refusesTheAppPasswordOfTheSameNameInAnotherRealm() {
        try (Realm other = Realm.create(keycloak)) {
            AppPasswordOnPaper theirs = other.appPassword(other.user(NewUser.named(name)), "phone", IMAP);
            Asking theirGateway = Asking.as(other, other.gateway("dovecot", IMAP));
            assertThat(theirGateway.status(name, theirs.secret())).isEqualTo(200);

            assertRefused(name, theirs.secret(), "wrong_secret");
            assertThat(theirGateway.status(name, phone.secret())).isEqualTo(401);
        }
    }

    @Test
    void refusesARevokedOneFromTheNextQuestionOn() {
        AppPasswordOnPaper tablet = realm.appPassword(alice, "tablet", IMAP);
        assertThat(dovecot.status(name, tablet.secret())).isEqualTo(200);

        realm.revoke(alice, phone.id());

        assertRefused(name, phone.secret(), "revoked");
        assertThat(dovecot.status(name, tablet.secret())).isEqualTo(200);
    }

    @Test
    void refusesAnExpiredOne() {
        AppPasswordOnPaper old = realm.appPassword(alice, "old", List.of(), "2020-01-01T00:00:00Z", IMAP);

        assertRefused(name, old.secret(), "expired");
    }

    @Test
    void refusesADisabledUserFromTheNextQuestionOn() {
        realm.admin().put(realm.path("/users/" + alice.id()), Map.of("enabled", false));

        assertRefused(name, phone.secret(), "user_disabled");

        realm.admin().put(realm.path("/users/" + alice.id()), Map.of("enabled", true));
        assertThat(dovecot.status(name, phone.secret())).isEqualTo(200);
    }

    @Test
    void refusesADeletedUserAndHerSuccessorOfTheSameName() {
        realm.admin().delete(realm.path("/users/" + alice.id()));
        assertRefused(name, phone.secret(), "unknown_user");

        Person successor = realm.user(NewUser.named(name));

        assertRefused(name, phone.secret(), "wrong_secret");
        AppPasswordOnPaper hers = realm.appPassword(successor, "phone", IMAP);
        assertThat(dovecot.status(name, hers.secret())).isEqualTo(200);
    }

    @Test
    void letsANewUserInAtOnceWhoseNameWasUnknownBefore() {
        assertRefused("carol", phone.secret(), "unknown_user");

        AppPasswordOnPaper hers = realm.appPassword(realm.user(NewUser.named("carol")), "phone", IMAP);

        assertThat(dovecot.status("carol", hers.secret())).isEqualTo(200);
        assertThat(dovecot.status("carol@example.org", hers.secret())).isEqualTo(200);
    }

    @Test
    void refusesAnotherProtocol() {
        assertThat(dovecot.ask(name, phone.secret(), "smtp").status()).isEqualTo(401);
        events.await("LOGIN_ERROR", "protocol_not_allowed");
    }

    @Test
    void refusesOtherNetworksAndUnknownAddresses() {
        AppPasswordOnPaper home = realm.appPassword(alice, "home", List.of("192.0.2.0/24"), null, IMAP);

        assertThat(dovecot.ask(name, home.secret(), IMAP, "192.0.2.200").status())
                .isEqualTo(200);
        assertRefused(name, home.secret(), "network_not_allowed");
        assertThat(dovecot.ask(name, home.secret(), IMAP, null).status()).isEqualTo(401);
        assertThat(dovecot.ask(name, home.secret(), IMAP, "unknown").status()).isEqualTo(401);
        new EventLog(realm).await("LOGIN_ERROR", "client_address_missing");
    }

    @Test
    void refusesAUserWithoutTheGatewaysRole() {
        realm.admin().post(realm.path("/roles"), Map.of("name", "mail.user"));
        Asking strict = Asking.as(
                        realm, realm.gateway("strict", Map.of("protocols", List.of(IMAP), "requiredRole", "mail.user")))
                .forClientAt(dovecot.clientIp());
        assertThat(strict.status(name, phone.secret())).isEqualTo(401);
        events.await("LOGIN_ERROR", "role_missing");

        realm.admin()
                .post(
                        realm.path("/users/" + alice.id() + "/role-mappings/realm"),
                        List.of(realm.admin().get(realm.path("/roles/mail.user"))));
        assertThat(strict.status(name, phone.secret())).isEqualTo(200);
    }

    @Test
    void isNotWrongForEverybodyBecauseTheGatewaysRoleIsGone() {
        realm.admin().post(realm.path("/roles"), Map.of("name", "gone"));
        Gateway gateway = realm.gateway("lax", Map.of("protocols", List.of(IMAP), "requiredRole", "gone"));
        realm.admin().delete(realm.path("/roles/gone"));
        realm.admin().post(realm.path("/roles"), Map.of("name", "gone"));

        assertThat(Asking.as(realm, gateway).forClientAt(dovecot.clientIp()).status(name, phone.secret()))
                .isEqualTo(503);
        events.await("CLIENT_LOGIN_ERROR", "required_role_gone");
        assertThat(realm.admin()
                        .get(realm.path("/app-passwords/gateways/lax"))
                        .path("problem")
                        .asText())
                .contains("Put the gateway's settings again");
    }

    @Test
    void refusesAHashThatWasPlantedInTheDatabase() {
        AppPasswordOnPaper mallorys = somebodyElses();
        Fixture fixture = new Fixture(realm);
        // Mallory gives her own credential to alice, as somebody could who writes to Keycloak's table only.
        int moved =
                fixture.sql("update CREDENTIAL set USER_ID = '" + alice.id() + "' where ID = '" + mallorys.id() + "'");
        assertThat(moved).isEqualTo(1);
        realm.admin().post(realm.path("/clear-user-cache"), Map.of());

        assertRefused(name, mallorys.secret(), "wrong_secret");
        assertThat(dovecot.status(name, phone.secret())).isEqualTo(200);
    }
}
