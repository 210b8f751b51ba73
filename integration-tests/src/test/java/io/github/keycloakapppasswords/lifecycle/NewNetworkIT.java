package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.lifecycle.Mailbox.Mail;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Fixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Uses from networks that an app password was not used from before. Each test has a user of its own. */
@ExtendWith(SharedKeycloak.class)
class NewNetworkIT extends WithLifeRealm {

    private static final String SUBJECT = "used from a new network";
    private static final Map<String, String> ON = Map.of("mail-when-new-network", "true", "mail-when-made", "false");

    private final Fixture fixture;

    NewNetworkIT(KeycloakServer keycloak) {
        super(keycloak, Map.of());
        fixture = new Fixture(realm.realm());
    }

    /** One use from there, written. */
    private void use(Person person, AppPasswordOnPaper password, String address) {
        Instant before = Instant.now().minusMillis(1);
        assertThat(realm.statusFrom(address, person, password)).isEqualTo(200);
        fixture.awaitHistory(
                person,
                password.id(),
                "the use is written",
                row -> row.path("usedAt").asLong() >= before.toEpochMilli());
        // what the use tells is noted just after it, and before the next write
        fixture.awaitNoUseWaiting();
    }

    private int networks(AppPasswordOnPaper password) {
        return realm.sql(
                "update APP_PASSWORD_NETWORK set USER_ID = USER_ID where CREDENTIAL_ID = '" + password.id() + "'");
    }

    @Test
    void areToldOnceForEachNetworkAndNotForTheFirst() {
        realm.realm().policy(ON);
        Person alice = user("alice");
        AppPasswordOnPaper phone = realm.appPassword(alice, "phone");
        use(alice, phone, "192.0.2.7");
        use(alice, phone, "192.0.2.250");
        use(alice, phone, "198.51.100.20");

        Mail mail = mailbox.await(alice, SUBJECT);

        assertThat(mail.text())
                .contains("* phone")
                .contains("Network: 198.51.100.0/24")
                .contains("/app-passwords/not-me?key=");
        use(alice, phone, "2001:db8:1:2::3");
        use(alice, phone, "2001:db8:1:ffff::4");
        use(alice, phone, "198.51.100.99");
        assertThat(networks(phone)).isEqualTo(3);
        assertThat(mailbox.of(alice)).hasSize(1);
    }

    @Test
    void areNotNotedWhereTheyAreNotTold() {
        Person bob = user("bob");
        AppPasswordOnPaper phone = realm.appPassword(bob, "phone");

        use(bob, phone, "192.0.2.7");

        assertThat(networks(phone)).isZero();
    }

    @Test
    void areNotNotedWhereNoAddressIsKept() {
        realm.realm()
                .policy(Map.of(
                        "mail-when-new-network", "true", "mail-when-made", "false", "address-retention-days", "0"));
        Person carol = user("carol");
        AppPasswordOnPaper phone = realm.appPassword(carol, "phone");

        use(carol, phone, "192.0.2.7");
        use(carol, phone, "198.51.100.20");

        assertThat(networks(phone)).isZero();
        assertThat(mailbox.of(carol)).isEmpty();
    }

    @Test
    void areFiftyOfAnAppPasswordAtMostAndGoWithItsEnd() {
        realm.realm().policy(ON);
        Person dave = user("dave");
        AppPasswordOnPaper phone = realm.appPassword(dave, "phone");
        for (int i = 0; i < 50; i++) {
            remember(dave, phone, "203.0." + i + ".0/24", Instant.now().minus(Duration.ofDays(i)));
        }

        use(dave, phone, "192.0.2.7");

        assertThat(networks(phone)).isEqualTo(50);
        mailbox.await(dave, SUBJECT);
        realm.realm().revoke(dave, phone.id());
        assertThat(networks(phone)).isZero();
    }

    @Test
    void areForgottenWhenAddressesAre() {
        realm.realm().policy(ON);
        Person erin = user("erin");
        AppPasswordOnPaper phone = realm.appPassword(erin, "phone");
        remember(erin, phone, "203.0.113.0/24", Instant.now().minus(Duration.ofDays(91)));
        remember(erin, phone, "192.0.2.0/24", Instant.now().minus(Duration.ofDays(89)));

        fixture.sweep();

        assertThat(networks(phone)).isEqualTo(1);
    }

    /** The database does not take the network of one of them. Both uses wait to be written, so that they are one batch. */
    @Test
    void thatCannotBeNotedCostNoOtherItsNoteAndNobodyTheLastUse() {
        realm.realm().policy(ON);
        Person frank = user("frank");
        AppPasswordOnPaper broken = realm.appPassword(frank, "broken");
        AppPasswordOnPaper phone = realm.appPassword(frank, "phone");
        realm.sql("alter table APP_PASSWORD_NETWORK add constraint BROKEN check (CREDENTIAL_ID <> '" + broken.id()
                + "')");
        try {
            fixture.awaitNoUseWaiting();
            assertThat(realm.statusFrom("192.0.2.7", frank, broken)).isEqualTo(200);
            assertThat(realm.statusFrom("192.0.2.7", frank, phone)).isEqualTo(200);
            for (AppPasswordOnPaper used : List.of(broken, phone)) {
                fixture.awaitHistory(
                        frank,
                        used.id(),
                        "the use is written",
                        row -> row.path("usedAt").asLong() > 0);
            }
            Waiting.until(Duration.ofSeconds(20), "the other network is noted", () -> networks(phone) == 1);
            assertThat(networks(broken)).isZero();
        } finally {
            realm.sql("alter table APP_PASSWORD_NETWORK drop constraint BROKEN");
        }
    }

    private void remember(Person person, AppPasswordOnPaper password, String network, Instant at) {
        realm.sql("insert into APP_PASSWORD_NETWORK (CREDENTIAL_ID, NETWORK, REALM_ID, USER_ID, SEEN_AT) select ID, '"
                + network + "', REALM_ID, USER_ID, " + at.toEpochMilli() + " from APP_PASSWORD where ID = '"
                + password.id() + "' and USER_ID = '" + person.id() + "'");
    }
}
