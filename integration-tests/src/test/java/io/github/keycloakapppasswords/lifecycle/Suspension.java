package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** App passwords of users whose second factor is gone. Each test has a user of its own. */
abstract class Suspension extends WithLifeRealm {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private int number;

    Suspension(KeycloakServer keycloak) {
        super(keycloak, Map.of());
    }

    private Person user() {
        return user("alice-" + ++number);
    }

    private void removeFactor(Person person) {
        realm.realm().revoke(person, realm.otpId(person));
    }

    private void enrolFactor(Person person) {
        Map<String, Object> app = Map.of(
                "type",
                "otp",
                "userLabel",
                "New phone",
                "secretData",
                "{\"value\":\"abcdefghijklmnopqrst\"}",
                "credentialData",
                "{\"subType\":\"totp\",\"period\":30,\"digits\":6,\"algorithm\":\"HmacSHA1\"}");
        edit(person, List.of(app));
    }

    private void edit(Person person, List<Object> credentials) {
        Map<String, Object> user = Map.of(
                "username",
                person.username(),
                "email",
                person.username() + "@example.org",
                "emailVerified",
                true,
                "firstName",
                "First",
                "lastName",
                "Name " + ++number,
                "credentials",
                credentials);
        realm.realm().admin().put(realm.realm().path("/users/" + person.id()), user);
    }

    /** Says that the factor went at another time than it did, and has every cache forget the user, by an edit. */
    private void goneAt(Person person, Instant at) {
        assertThat(realm.sql("update APP_PASSWORD_OWNER set FACTOR_GONE_AT = " + at.toEpochMilli()
                        + " where USER_ID = '" + person.id() + "' and FACTOR_GONE_AT is not null"))
                .isEqualTo(1);
        edit(person, List.of());
    }

    private boolean rowSays(Person person, String condition) {
        return realm.sql("update APP_PASSWORD_OWNER set REALM_ID = REALM_ID where USER_ID = '" + person.id() + "' and "
                        + condition)
                == 1;
    }

    @Test
    void beginsAfterTheGraceAndEndsWithANewFactor() {
        Person alice = user();
        AppPasswordOnPaper phone = realm.appPassword(alice, "phone");
        assertThat(realm.status(alice, phone)).isEqualTo(200);

        removeFactor(alice);
        assertThat(realm.status(alice, phone)).as("within the grace").isEqualTo(200);

        goneAt(alice, Instant.now().minus(Duration.ofHours(25)));
        assertThat(realm.status(alice, phone)).as("after the grace").isEqualTo(401);
        realm.awaitRefusal(alice, "suspended");

        enrolFactor(alice);
        assertThat(realm.status(alice, phone)).as("with a new factor").isEqualTo(200);
    }

    @Test
    void beginsAtOnceWithoutAGraceAndSparesDevices() {
        realm.realm().policy(Map.of("suspension-grace-hours", "0"));
        Person bob = user();
        AppPasswordOnPaper phone = realm.appPassword(bob, "phone");
        AppPasswordOnPaper printer = realm.deviceAccount(bob, "printer");

        removeFactor(bob);

        assertThat(realm.status(bob, phone)).isEqualTo(401);
        assertThat(realm.status(bob, printer)).isEqualTo(200);
    }

    @Test
    void givesNoNewGraceToAFactorThatIsToggled() {
        Person carol = user();
        AppPasswordOnPaper phone = realm.appPassword(carol, "phone");
        removeFactor(carol);
        goneAt(carol, Instant.now().minus(Duration.ofHours(25)));
        enrolFactor(carol);
        assertThat(realm.status(carol, phone)).isEqualTo(200);

        removeFactor(carol);

        assertThat(realm.status(carol, phone)).isEqualTo(401);
    }

    @Test
    void isNoLaterForAClockSetBack() {
        Person dave = user();
        AppPasswordOnPaper phone = realm.appPassword(dave, "phone");
        removeFactor(dave);

        goneAt(dave, Instant.now().plus(Duration.ofHours(1)));

        assertThat(realm.status(dave, phone)).isEqualTo(401);
    }

    /** As after a change in a user storage, which no event tells of. */
    @Test
    void isNoticedByAUseAndRememberedInTheDatabase() {
        Person erin = realm.realm().user(NewUser.named("erin"));
        AppPasswordOnPaper phone = realm.appPassword(erin, "phone");

        assertThat(realm.status(erin, phone)).isEqualTo(200);
        Waiting.until(PATIENCE, "it is noted", () -> rowSays(erin, "FACTOR_GONE_AT is not null"));

        goneAt(erin, Instant.now().minus(Duration.ofHours(25)));
        assertThat(realm.status(erin, phone)).isEqualTo(401);
        realm.runJobsUntil("the job has noted it", () -> rowSays(erin, "SUSPENDED_AT is not null"));
    }

    @Test
    void isToldToGatewaysAndItsEndToo() {
        realm.realm().policy(Map.of("suspension-grace-hours", "0"));
        Follower follower = realm.follower();
        Person heidi = user();
        realm.appPassword(heidi, "phone");
        removeFactor(heidi);
        realm.runJobsUntil("the job has noted it", () -> rowSays(heidi, "SUSPENDED_AT is not null"));
        follower.await("suspended", heidi.username());

        enrolFactor(heidi);

        follower.await("resumed", heidi.username());
    }

    @Test
    void goesByWhatThePolicyAcceptsNow() {
        realm.realm().policy(Map.of("suspension-grace-hours", "0"));
        Person frank = user();
        AppPasswordOnPaper phone = realm.appPassword(frank, "phone");
        assertThat(realm.status(frank, phone)).isEqualTo(200);

        realm.realm().policy(Map.of("suspension-grace-hours", "0", "second-factors", "webauthn"));
        assertThat(realm.status(frank, phone)).isEqualTo(401);

        realm.realm().policy(Map.of("suspension-grace-hours", "0"));
        assertThat(realm.status(frank, phone)).isEqualTo(200);
    }

    /** Keycloak stores what it does not validate at this handler. */
    @Test
    void goesByTheLastGoodPolicyWhileTheStoredOneIsInvalid() {
        realm.realm().policy(Map.of("suspension-grace-hours", "0"));
        Person grace = user();
        AppPasswordOnPaper phone = realm.appPassword(grace, "phone");
        assertThat(realm.status(grace, phone)).isEqualTo(200);

        realm.realm().policyUnchecked(Map.of("suspension-grace-hours", "soon"));
        assertThat(realm.status(grace, phone)).isEqualTo(200);
        removeFactor(grace);

        assertThat(realm.status(grace, phone)).isEqualTo(401);
    }
}
