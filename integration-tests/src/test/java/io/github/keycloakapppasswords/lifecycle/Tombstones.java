package io.github.keycloakapppasswords.lifecycle;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.validation.AccountApi;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.EventLog;
import io.github.keycloakapppasswords.validation.Fixture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** An app password that has ended, whichever way, is refused as ever; and recognised when a device still sends it. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class Tombstones {

    private static final long DAY_MILLIS = 86_400_000L;

    private final Realm realm;
    private final Fixture fixture;
    private Asking dovecot;
    private EventLog events;

    // Of each test its own.
    private int number;
    private String name = "";
    private Person alice = new Person("", "", "", Optional.empty());
    private AppPasswordOnPaper phone = new AppPasswordOnPaper("", "");

    Tombstones(KeycloakServer keycloak) {
        realm = Realm.create(keycloak);
        fixture = new Fixture(realm);
        dovecot = Asking.as(realm, realm.gateway("dovecot", IMAP));
        events = new EventLog(realm);
    }

    @BeforeEach
    void makeAlice() {
        name = "alice-" + ++number;
        alice = realm.user(NewUser.named(name));
        phone = realm.appPassword(alice, "phone", IMAP);
        // Each test is a client of its own, so that its events are its own.
        String address = "192.0.2." + number;
        dovecot = dovecot.forClientAt(address);
        events = events.ofClientsAt(address);
        assertThat(dovecot.status(name, phone.secret())).isEqualTo(200);
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    private JsonNode assertRecognised(String reason) {
        assertThat(dovecot.status(name, phone.secret())).isEqualTo(401);
        JsonNode event = events.await("LOGIN_ERROR", reason);
        assertThat(event.path("userId").asText()).isEqualTo(alice.id());
        assertThat(event.path("error").asText()).isEqualTo("invalid_user_credentials");
        assertThat(event.path("details").path("credential_id").asText()).isEqualTo(phone.id());
        JsonNode row = fixture.awaitHistory(alice, phone.id(), "the try is written", found -> found.has("triedAt"));
        assertThat(row.path("triedProtocol").asText()).isEqualTo(IMAP);
        assertThat(row.path("triedAddress").asText()).isEqualTo("192.0.2." + number);
        assertThat(row.path("triedGateway").asText()).isEqualTo("dovecot");
        return event;
    }

    private void assertEnded(String cause) {
        JsonNode row = fixture.awaitHistory(alice, phone.id(), "its end is noted", found -> found.has("endedAt"));
        assertThat(row.path("cause").asText()).isEqualTo(cause);
    }

    private void deleteBehindKeycloak() {
        assertThat(fixture.sql("delete from CREDENTIAL where ID = '" + phone.id() + "'"))
                .isEqualTo(1);
        realm.admin().post(realm.path("/clear-user-cache"), Map.of());
    }

    @Test
    void areOfThoseThatAnAdminRevoked() {
        realm.revoke(alice, phone.id());
        assertEnded("revoked");

        JsonNode event = assertRecognised("revoked");
        assertThat(event.path("details").path("credential_label").asText()).isEqualTo("phone");
    }

    @Test
    void areOfThoseThatTheOwnerRevokedInTheAccountConsole() {
        new AccountApi(realm).delete(alice, phone.id());
        assertEnded("revoked");

        assertRecognised("revoked");
    }

    @Test
    void areOfThoseThatWentWithoutAnyEvent() {
        deleteBehindKeycloak();

        assertRecognised("revoked");
        assertEnded("revoked");
    }

    @Test
    void areOfThoseThatExpiredBeforeAnyJobSawIt() {
        phone = realm.appPassword(alice, "old phone", List.of(), "2020-01-01T00:00:00Z", IMAP);

        JsonNode event = assertRecognised("expired");
        assertThat(event.path("details").path("credential_label").asText()).isEqualTo("old phone");
    }

    @Test
    void areOfNobodyElse() {
        realm.revoke(alice, phone.id());
        Person bob = realm.user(NewUser.named("bob-" + number));
        AppPasswordOnPaper bobs = realm.appPassword(bob, "phone", IMAP);

        assertThat(dovecot.status("bob-" + number, phone.secret())).isEqualTo(401);

        JsonNode event = events.await("LOGIN_ERROR", "wrong_secret");
        assertThat(event.path("userId").asText()).isEqualTo(bob.id());
        assertThat(event.path("details").has("credential_id")).isFalse();
        assertThat(event.path("details").has("credential_label")).isFalse();
        assertThat(dovecot.status("bob-" + number, bobs.secret())).isEqualTo(200);
    }

    @Test
    void keepTheLabelThatTheOwnerGaveLastAndMakeItHarmless() {
        String hostile = "<b>my\r\nLOGIN \u202eenohp</b>";
        fixture.sql("update CREDENTIAL set USER_LABEL = '" + hostile + "' where ID = '" + phone.id() + "'");
        realm.admin().post(realm.path("/clear-user-cache"), Map.of());
        realm.revoke(alice, phone.id());
        assertEnded("revoked");

        JsonNode event = assertRecognised("revoked");
        assertThat(event.path("details").path("credential_label").asText())
                .isEqualTo("<b>my\ufffd\ufffdLOGIN \ufffdenohp</b>");
        assertThat(fixture.history(alice, phone.id()).path("label").asText()).isEqualTo(hostile);
    }

    @Test
    void areAHundredOfAUserAtMostAndSlowNobodyDown() {
        fixture.tombstones(alice, 1_000);
        AppPasswordOnPaper tablet = realm.appPassword(alice, "tablet", IMAP);
        assertThat(dovecot.status(name, tablet.secret())).isEqualTo(200);

        realm.revoke(alice, phone.id());
        assertEnded("revoked");

        assertThat(fixture.sql("update APP_PASSWORD set LABEL = LABEL where USER_ID = '" + alice.id()
                        + "' and ENDED_AT is not null"))
                .isEqualTo(100);
        assertRecognised("revoked");
        assertThat(dovecot.status(name, tablet.secret())).isEqualTo(200);
    }

    @Test
    void areMadeByTheSweepOfThoseThatWentWithoutAnyEvent() {
        deleteBehindKeycloak();
        fixture.sweep();

        assertThat(fixture.history(alice, phone.id()).path("cause").asText()).isEqualTo("revoked");
    }

    @Test
    void goWithAUserWhomABulkRemovalTook() {
        deleteBehindKeycloak();
        for (String table : List.of("USER_ROLE_MAPPING", "USER_REQUIRED_ACTION", "USER_ATTRIBUTE", "CREDENTIAL")) {
            fixture.sql("delete from " + table + " where USER_ID = '" + alice.id() + "'");
        }
        fixture.sql("delete from USER_ENTITY where ID = '" + alice.id() + "'");
        realm.admin().post(realm.path("/clear-user-cache"), Map.of());
        fixture.sweep();

        assertThat(fixture.sql("update APP_PASSWORD set LABEL = LABEL where USER_ID = '" + alice.id() + "'"))
                .isZero();
    }

    /** What was written while the user was being removed. */
    @Test
    void leaveNoRowsOfUsersWhoAreGone() {
        String realmId = realm.admin().get(realm.path("")).path("id").asText();
        String nobody = UUID.randomUUID().toString();
        List<String> tables =
                List.of("APP_PASSWORD_OWNER", "APP_PASSWORD_REFUSAL", "APP_PASSWORD_NOT_MOVED", "APP_PASSWORD_NETWORK");
        for (String user : List.of(nobody, alice.id())) {
            String app = user.equals(nobody) ? nobody : phone.id();
            String owner = "'%s', '%s'".formatted(user, realmId);
            if (user.equals(nobody)) {
                fixture.sql("insert into APP_PASSWORD_OWNER (USER_ID, REALM_ID, TOLD_DISABLED) values (" + owner
                        + ", false)");
            }
            fixture.sql("insert into APP_PASSWORD_REFUSAL (USER_ID, REALM_ID, REASON, PROTOCOL, GATEWAY, REFUSED_AT)"
                    + " values (" + owner + ", 'revoked', 'imap', 'dovecot', 1)");
            fixture.sql("insert into APP_PASSWORD_NOT_MOVED (USER_ID, REALM_ID, PROTOCOL, GATEWAY, LAST_AT) values ("
                    + owner + ", 'imap', 'dovecot', 1)");
            fixture.sql("insert into APP_PASSWORD_NETWORK (USER_ID, REALM_ID, CREDENTIAL_ID, NETWORK, SEEN_AT) values ("
                    + owner + ", '" + app + "', '192.0.2.0/24', " + System.currentTimeMillis() + ")");
        }

        fixture.sweep();

        for (String table : tables) {
            assertThat(rows(table, nobody)).as(table).isZero();
            assertThat(rows(table, alice.id())).as(table).isEqualTo(1);
        }
    }

    /** Of realms that were deleted while the extension was not installed. */
    @Test
    void leaveNoRowsOfRealmsThatAreGone() {
        List<String> gone =
                List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString());
        for (String realmId : gone) {
            fixture.sql("insert into APP_PASSWORD_FEED (REALM_ID, EPOCH, HEAD, FORGOTTEN) values ('" + realmId
                    + "', 'epoch', 0, 0)");
        }

        fixture.sweep();

        for (String realmId : gone) {
            assertThat(fixture.sql("update APP_PASSWORD_FEED set HEAD = HEAD where REALM_ID = '" + realmId + "'"))
                    .isZero();
        }
        assertThat(rows("APP_PASSWORD_OWNER", alice.id())).isEqualTo(1);
    }

    private int rows(String table, String userId) {
        return fixture.sql("update " + table + " set REALM_ID = REALM_ID where USER_ID = '" + userId + "'");
    }

    @Test
    void goWhenTheRealmKeepsThemNoLonger() {
        AppPasswordOnPaper tablet = realm.appPassword(alice, "tablet", IMAP);
        realm.revoke(alice, phone.id());
        assertEnded("revoked");
        realm.revoke(alice, tablet.id());
        age(phone.id(), "ENDED_AT", 91);
        age(tablet.id(), "ENDED_AT", 89);
        fixture.sweep();

        assertThat(fixture.history(alice, phone.id()).isMissingNode()).isTrue();
        assertThat(fixture.history(alice, tablet.id()).path("cause").asText()).isEqualTo("revoked");
    }

    @Test
    void loseTheAddressesThatTheRealmKeepsNoLonger() {
        fixture.awaitHistory(alice, phone.id(), "the use is written", row -> row.has("usedAt"));
        age(phone.id(), "USED_AT", 89);
        fixture.sweep();
        assertThat(fixture.history(alice, phone.id()).path("usedAddress").asText())
                .isEqualTo("192.0.2." + number);
        age(phone.id(), "USED_AT", 2);
        fixture.sweep();

        JsonNode row = fixture.history(alice, phone.id());
        assertThat(row.hasNonNull("usedAddress")).isFalse();
        assertThat(row.path("usedProtocol").asText()).isEqualTo(IMAP);
    }

    private void age(String id, String column, int days) {
        assertThat(fixture.sql("update APP_PASSWORD set " + column + " = " + column + " - " + days * DAY_MILLIS
                        + " where ID = '" + id + "'"))
                .isEqualTo(1);
    }
}
