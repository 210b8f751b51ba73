package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Directory;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.validation.Fixture.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A question about somebody who was asked for lately costs no SQL statement and writes to no cache, and nothing but
 * Keycloak's own caches answers it. One about somebody whom they do not hold costs few.
 */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class WarmValidationIT {

    private static final int TIMES = 25;
    /** So few that they are asked between two checks of the user in her directory, also on a slow machine. */
    private static final int FEWER_THAN_BETWEEN_CHECKS = 5;

    private static final int COUNTS = 10;

    private final KeycloakServer keycloak;
    private final Realm realm;
    private final Asking dovecot;
    private final Fixture fixture;

    // Of each test its own.
    private int number;
    private String name = "";
    private Person alice = new Person("", "", "", Optional.empty());
    private AppPasswordOnPaper phone = new AppPasswordOnPaper("", "");

    WarmValidationIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        realm = Realm.create(keycloak);
        realm.admin().post(realm.path("/roles"), Map.of("name", "mail"));
        dovecot = Asking.as(
                realm, realm.gateway("dovecot", Map.of("protocols", List.of(IMAP, "smtp"), "requiredRole", "mail")));
        fixture = new Fixture(realm);
    }

    @BeforeEach
    void makeAlice() {
        name = "alice-" + ++number;
        alice = realm.user(NewUser.named(name));
        realm.admin()
                .post(
                        realm.path("/users/" + alice.id() + "/role-mappings/realm"),
                        List.of(realm.admin().get(realm.path("/roles/mail"))));
        phone = realm.appPassword(alice, "phone", List.of("192.0.2.0/24"), null, IMAP);
        realm.appPassword(alice, "tablet", IMAP);
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    /**
     * The node evicts what was changed before within a second or two. Keycloak does not cache a user who changed a moment ago, so one
     * question is not enough.
     */
    private void warmUp(Runnable question) {
        fixture.awaitChangesRead();
        for (int i = 0; i < 5; i++) {
            question.run();
        }
    }

    /**
     * What a question costs beyond the fixture's own look at the counters. The counters are the server's, which has work of its
     * own: uses are written behind the questions, the feed looks after itself. That can only add to a count, and a question that
     * costs something costs it each time. So the least of several counts, for each question, is what a question costs.
     */
    private void assertCostsNothing(Runnable question) {
        assertCostsNothing(realm, dovecot, question);
    }

    private void assertCostsNothing(Realm asked, Asking gateway, Runnable question) {
        warmUp(question);
        // The events of the first question are written behind it.
        new EventLog(asked).settle(gateway);
        fixture.work();
        long statements = Integer.MAX_VALUE;
        long cacheWrites = Integer.MAX_VALUE;
        for (int count = 0; count < COUNTS && (statements >= TIMES || cacheWrites > 0); count++) {
            fixture.awaitNoUseWaiting();
            Work first = fixture.work();
            Work idle = fixture.work();
            for (int i = 0; i < TIMES; i++) {
                question.run();
            }
            Work done = fixture.work();
            long perLook = idle.statements() - first.statements();
            statements = Math.min(statements, Math.max(0, done.statements() - idle.statements() - perLook));
            cacheWrites = Math.min(cacheWrites, done.cacheWrites() - idle.cacheWrites());
        }
        assertThat(statements / TIMES)
                .as("SQL statements a question, of " + statements)
                .isZero();
        assertThat(cacheWrites).as("cache writes").isZero();
    }

    @Test
    void ofARightAppPasswordCostsNothing() {
        assertCostsNothing(
                () -> assertThat(dovecot.status(name, phone.secret())).isEqualTo(200));
    }

    @Test
    void byEmailCostsNothing() {
        assertCostsNothing(() -> assertThat(dovecot.status(name + "@example.org", phone.secret()))
                .isEqualTo(200));
    }

    /** Each spelling that the name could have in the database was asked about before. */
    @Test
    void ofANameOfManySpellingsCostsNothing() {
        new Profile(realm).withoutValidations("username", "email");
        Person jose = realm.user(NewUser.named("jos\u00e9").withEmail("jos\u00e9@b\u00fccher.example", true));
        AppPasswordOnPaper joses = realm.appPassword(jose, "phone", IMAP);
        Asking byAddress = Asking.as(
                realm, realm.gateway("by-address", Map.of("protocols", List.of(IMAP), "loginIdentity", "email")));

        // each alone: a refusal is held back, and a use is written every three seconds
        assertCostsNothing(() -> assertThat(byAddress.status("jos\u00e9@xn--bcher-kva.example", joses.secret()))
                .isEqualTo(200));
        assertCostsNothing(
                () -> assertThat(byAddress.status("jose\u0301", joses.secret())).isEqualTo(200));
        assertCostsNothing(() -> assertThat(byAddress.status("nobody\u00e9@b\u00fccher.example", joses.secret()))
                .isEqualTo(401));
    }

    @Test
    void ofAUserNameWithAnAtCostsNothing() {
        Person bob = realm.user(NewUser.named("bob@work").withEmail("bob@example.org", true));
        AppPasswordOnPaper bobs = realm.appPassword(bob, "phone", IMAP);
        Asking open = Asking.as(realm, realm.gateway("open", IMAP));

        assertCostsNothing(
                () -> assertThat(open.status("bob@work", bobs.secret())).isEqualTo(200));
    }

    @Test
    void ofAWrongAppPasswordCostsNothing() {
        AppPasswordOnPaper other = realm.appPassword(realm.user(NewUser.named("bob-" + number)), "phone", IMAP);
        assertCostsNothing(
                () -> assertThat(dovecot.status(name, other.secret())).isEqualTo(401));
    }

    @Test
    void ofARevokedOneCostsNothing() {
        realm.revoke(alice, phone.id());

        assertCostsNothing(
                () -> assertThat(dovecot.status(name, phone.secret())).isEqualTo(401));
        new EventLog(realm).await("LOGIN_ERROR", "revoked");
    }

    @Test
    void ofAUserWithAThousandThatHaveEndedCostsNothing() {
        AppPasswordOnPaper other = realm.appPassword(realm.user(NewUser.named("bob-" + number)), "phone", IMAP);
        fixture.tombstones(alice, 1_000);

        assertCostsNothing(
                () -> assertThat(dovecot.status(name, phone.secret())).isEqualTo(200));
        assertCostsNothing(
                () -> assertThat(dovecot.status(name, other.secret())).isEqualTo(401));
    }

    @Test
    void ofAMainPasswordCostsNothing() {
        assertCostsNothing(
                () -> assertThat(dovecot.status(name, alice.password())).isEqualTo(401));
    }

    @Test
    void ofAnUnknownNameCostsNothing() {
        assertCostsNothing(() ->
                assertThat(dovecot.status("nobody@example.org", phone.secret())).isEqualTo(401));
    }

    @Test
    void byAGatewayWithATokenCostsNothing() {
        Asking byToken = Asking.withToken(realm, new Tokens(realm).ofServiceAccount(realm.gateway("dovecot2", IMAP)));
        assertCostsNothing(
                () -> assertThat(byToken.status(name, phone.secret())).isEqualTo(200));
    }

    @Test
    void ofAStrangerCostsNothing() {
        Asking stranger = new Asking(realm, Map.of("Authorization", Http.basic("made-up", "made-up")));
        assertCostsNothing(
                () -> assertThat(stranger.status(name, phone.secret())).isEqualTo(503));
    }

    /** The user, for an address by name and by address; the credentials; our own rows. */
    @ParameterizedTest
    @CsvSource({"'', 3", "@example.org, 4"})
    void ofAUserWhoIsNotCachedCostsFewStatements(String domain, int most) {
        Asking open = Asking.as(realm, realm.gateway("open" + number, IMAP));
        Runnable question =
                () -> assertThat(open.status(name + domain, phone.secret())).isEqualTo(200);
        warmUp(question);
        long statements = Integer.MAX_VALUE;
        long perLook = Integer.MAX_VALUE;
        for (int count = 0; count < COUNTS; count++) {
            realm.admin().put(realm.path("/users/" + alice.id()), Map.of("firstName", "Alice " + count));
            fixture.awaitChangesRead();
            fixture.awaitNoUseWaiting();
            Work first = fixture.work();
            Work idle = fixture.work();
            question.run();
            Work done = fixture.work();
            // what else the server does can only add to both
            perLook = Math.min(perLook, idle.statements() - first.statements());
            statements = Math.min(statements, done.statements() - idle.statements());
        }
        assertThat(statements - perLook).as("SQL statements").isEqualTo(most);
        assertThat(fixture.sql("update APP_PASSWORD set LABEL = LABEL where ID = '" + phone.id()
                        + "' and FINGERPRINT is not null"))
                .as("the hash is found by its fingerprint")
                .isEqualTo(1);
    }

    /** The directory is asked behind the questions, as they come: that can only add to a count. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofAUserOfADirectoryCostsNothingAndAsksItNothing(boolean importing) {
        try (Directory directory = Directory.start();
                Realm federated = Realm.create(keycloak)) {
            directory.federate(federated, importing);
            Person dora = directory.person(federated, "dora");
            AppPasswordOnPaper doras = federated.appPassword(dora, "phone", IMAP);
            Asking gateway = Asking.as(federated, federated.gateway("dovecot", IMAP));
            Runnable question =
                    () -> assertThat(gateway.status("dora", doras.secret())).isEqualTo(200);

            assertCostsNothing(federated, gateway, question);

            long searches = Integer.MAX_VALUE;
            for (int count = 0; count < COUNTS && searches > 0; count++) {
                long before = directory.searches();
                for (int i = 0; i < FEWER_THAN_BETWEEN_CHECKS; i++) {
                    question.run();
                }
                searches = Math.min(searches, directory.searches() - before);
            }
            assertThat(searches).as("searches in the directory").isZero();
        }
    }

    @Test
    void ofAUserWhoseSecondFactorIsAnIdentityProvidersCostsNothing() {
        try (Realm brokered = Realm.create(keycloak)) {
            brokered.setUp();
            brokered.admin()
                    .post(
                            brokered.path("/identity-provider/instances"),
                            Map.of(
                                    "alias",
                                    "corp",
                                    "providerId",
                                    "oidc",
                                    "enabled",
                                    true,
                                    "config",
                                    Map.of(
                                            "authorizationUrl",
                                            "https://corp.example.org/auth",
                                            "tokenUrl",
                                            "https://corp.example.org/token",
                                            "clientId",
                                            "mail")));
            brokered.policy(Map.of("identity-provider-factors", "corp amr mfa", "suspension-grace-hours", "0"));
            Person erin = brokered.user(NewUser.named("erin"));
            brokered.admin()
                    .post(
                            brokered.path("/users/" + erin.id() + "/federated-identity/corp"),
                            Map.of("identityProvider", "corp", "userId", "erin-at-corp", "userName", "erin"));
            AppPasswordOnPaper erins = brokered.appPassword(erin, "phone", IMAP);
            Asking gateway = Asking.as(brokered, brokered.gateway("dovecot", IMAP));

            assertCostsNothing(brokered, gateway, () -> assertThat(gateway.status("erin", erins.secret()))
                    .isEqualTo(200));
        }
    }

    @Test
    void isAnsweredByNothingButKeycloaksCaches() {
        fixture.warmUp(
                alice, () -> assertThat(dovecot.status(name, phone.secret())).isEqualTo(200));
        int disabled = fixture.sql("update USER_ENTITY set ENABLED = false where ID = '" + alice.id() + "'");
        assertThat(disabled).isEqualTo(1);
        // Keycloak's cache still answers, which shows that the next answer is due to its eviction.
        assertThat(dovecot.status(name, phone.secret())).isEqualTo(200);

        realm.admin().post(realm.path("/clear-user-cache"), Map.of());

        assertThat(dovecot.status(name, phone.secret())).isEqualTo(401);
    }

    @Test
    void obeysAHashThatWasChangedInTheDatabase() {
        warmUp(() -> assertThat(dovecot.status(name, phone.secret())).isEqualTo(200));
        int changed = fixture.sql("delete from APP_PASSWORD where ID = '" + phone.id() + "'");
        assertThat(changed).isEqualTo(1);

        realm.admin().post(realm.path("/clear-user-cache"), Map.of());

        assertThat(dovecot.status(name, phone.secret())).isEqualTo(401);
    }
}
