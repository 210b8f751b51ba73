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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each test first lets the right one in, so that a refusal has one cause only. */
@ExtendWith(SharedKeycloak.class)
class WrongSecretIT {

    private final KeycloakServer keycloak;
    private final Realm realm;
    private final Person alice;
    private final AppPasswordOnPaper phone;
    private final Gateway gateway;
    private final Asking dovecot;
    private final EventLog events;

    WrongSecretIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        realm = Realm.create(keycloak);
        alice = realm.user(NewUser.named("alice"));
        phone = realm.appPassword(alice, "phone", IMAP);
        gateway = realm.gateway("dovecot", IMAP, "smtp");
        dovecot = Asking.as(realm, gateway);
        events = new EventLog(realm);
        assertThat(dovecot.status("alice", phone.secret())).isEqualTo(200);
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    private void assertRefused(String name, String secret, String reason) {
        assertThat(dovecot.status(name, secret)).isEqualTo(401);
        events.await("LOGIN_ERROR", reason);
    }

    @Test
    void refusesTheMainPassword() {
        assertRefused("alice", alice.password(), "not_an_app_password");
    }

    @Test
    void refusesAMainPasswordOfTheVeryFormOfAnAppPassword() {
        String stolenForm = realm.appPassword(realm.user(NewUser.named("bob")), "phone", IMAP)
                .secret();
        realm.admin()
                .put(
                        realm.path("/users/" + alice.id() + "/reset-password"),
                        Map.of("type", "password", "value", stolenForm, "temporary", false));

        assertRefused("alice", stolenForm, "wrong_secret");
    }

    @Test
    void refusesAnotherUsersAppPassword() {
        AppPasswordOnPaper bobs = realm.appPassword(realm.user(NewUser.named("bob")), "phone", IMAP);
        assertThat(dovecot.status("bob", bobs.secret())).isEqualTo(200);

        assertRefused("alice", bobs.secret(), "wrong_secret");
    }

    @Test
    void refusesTheAppPasswordOfTheSameNameInAnotherRealm() {
        try (Realm other = Realm.create(keycloak)) {
            AppPasswordOnPaper theirs = other.appPassword(other.user(NewUser.named("alice")), "phone", IMAP);
            Asking theirGateway = Asking.as(other, other.gateway("dovecot", IMAP));
            assertThat(theirGateway.status("alice", theirs.secret())).isEqualTo(200);

            assertRefused("alice", theirs.secret(), "wrong_secret");
            assertThat(theirGateway.status("alice", phone.secret())).isEqualTo(401);
        }
    }

    @Test
    void refusesARevokedOneFromTheNextQuestionOn() {
        AppPasswordOnPaper tablet = realm.appPassword(alice, "tablet", IMAP);
        assertThat(dovecot.status("alice", tablet.secret())).isEqualTo(200);

        realm.revoke(alice, phone.id());

        assertRefused("alice", phone.secret(), "wrong_secret");
        assertThat(dovecot.status("alice", tablet.secret())).isEqualTo(200);
    }

    @Test
    void refusesAnExpiredOne() {
        AppPasswordOnPaper old = realm.appPassword(alice, "old", List.of(), "2020-01-01T00:00:00Z", IMAP);

        assertRefused("alice", old.secret(), "expired");
    }

    @Test
    void refusesADisabledUserFromTheNextQuestionOn() {
        realm.admin().put(realm.path("/users/" + alice.id()), Map.of("enabled", false));

        assertRefused("alice", phone.secret(), "user_disabled");

        realm.admin().put(realm.path("/users/" + alice.id()), Map.of("enabled", true));
        assertThat(dovecot.status("alice", phone.secret())).isEqualTo(200);
    }

    @Test
    void refusesADeletedUserAndHerSuccessorOfTheSameName() {
        realm.admin().delete(realm.path("/users/" + alice.id()));
        assertRefused("alice", phone.secret(), "unknown_user");

        Person successor = realm.user(NewUser.named("alice"));

        assertRefused("alice", phone.secret(), "wrong_secret");
        AppPasswordOnPaper hers = realm.appPassword(successor, "phone", IMAP);
        assertThat(dovecot.status("alice", hers.secret())).isEqualTo(200);
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
        assertThat(dovecot.ask("alice", phone.secret(), "smtp").status()).isEqualTo(401);
        events.await("LOGIN_ERROR", "protocol_not_allowed");
    }

    @Test
    void refusesOtherNetworksAndUnknownAddresses() {
        AppPasswordOnPaper home = realm.appPassword(alice, "home", List.of("192.0.2.0/24"), null, IMAP);

        assertThat(dovecot.ask("alice", home.secret(), IMAP, "192.0.2.200").status())
                .isEqualTo(200);
        assertNetwork(home, "198.51.100.1", "network_not_allowed");
        assertNetwork(home, null, "client_address_missing");
        assertNetwork(home, "unknown", "client_address_missing");
    }

    private void assertNetwork(AppPasswordOnPaper paper, @Nullable String address, String reason) {
        assertThat(dovecot.ask("alice", paper.secret(), IMAP, address).status()).isEqualTo(401);
        events.await("LOGIN_ERROR", reason);
    }

    @Test
    void refusesAUserWithoutTheGatewaysRole() {
        realm.admin().post(realm.path("/roles"), Map.of("name", "mail.user"));
        Asking strict = Asking.as(
                realm, realm.gateway("strict", Map.of("protocols", List.of(IMAP), "requiredRole", "mail.user")));
        assertThat(strict.status("alice", phone.secret())).isEqualTo(401);
        events.await("LOGIN_ERROR", "role_missing");

        realm.admin()
                .post(
                        realm.path("/users/" + alice.id() + "/role-mappings/realm"),
                        List.of(realm.admin().get(realm.path("/roles/mail.user"))));
        assertThat(strict.status("alice", phone.secret())).isEqualTo(200);

        realm.admin().delete(realm.path("/roles/mail.user"));
        assertThat(strict.status("alice", phone.secret())).isEqualTo(401);
    }

    @Test
    void refusesAHashThatWasPlantedInTheDatabase() {
        AppPasswordOnPaper mallorys = realm.appPassword(realm.user(NewUser.named("mallory")), "phone", IMAP);
        Fixture fixture = new Fixture(realm);
        // Mallory gives her own credential to alice, as somebody could who writes to Keycloak's table only.
        int moved =
                fixture.sql("update CREDENTIAL set USER_ID = '" + alice.id() + "' where ID = '" + mallorys.id() + "'");
        assertThat(moved).isEqualTo(1);
        realm.admin().post(realm.path("/clear-user-cache"), Map.of());

        assertRefused("alice", mallorys.secret(), "wrong_secret");
        assertThat(dovecot.status("alice", phone.secret())).isEqualTo(200);
    }
}
