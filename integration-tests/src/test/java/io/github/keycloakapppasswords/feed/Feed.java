package io.github.keycloakapppasswords.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Fixture;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway is told of, in which order, and what it is not told. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class Feed {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KeycloakServer keycloak;
    final Realm realm;
    final Gateway imap;

    Feed(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        realm = Realm.create(keycloak);
        realm.setUp();
        imap = realm.gateway("dovecot", "imap");
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    @Test
    void tellsOfARevokedAppPassword() {
        Person alice = realm.user(NewUser.named("alice"));
        AppPasswordOnPaper phone = realm.appPassword(alice, "phone", "imap", "smtp");
        Follower follower = new Follower(realm, imap);

        realm.revoke(alice, phone.id());

        JsonNode change = follower.await("revoked", "alice");
        assertThat(change.path("subject").asText()).isEqualTo(alice.id());
        assertThat(change.path("protocols")).hasSize(1);
        assertThat(change.path("protocols").path(0).asText()).isEqualTo("imap");
        assertThat(change.path("at").asText()).endsWith("Z");
        assertThat(change.toString()).doesNotContain("phone");
    }

    @Test
    void tellsNothingOfAnotherProtocol() {
        Person bob = realm.user(NewUser.named("bob"));
        AppPasswordOnPaper calendar = realm.appPassword(bob, "calendar", "caldav");
        AppPasswordOnPaper phone = realm.appPassword(bob, "phone", "imap");
        Follower follower = new Follower(realm, imap);

        realm.revoke(bob, calendar.id());
        realm.revoke(bob, phone.id());
        follower.await("revoked", "bob");

        assertThat(follower.read())
                .filteredOn(change -> "bob".equals(change.path("username").asText()))
                .hasSize(1);
    }

    @Test
    void tellsOfADisabledUserAndOfOneWhoIsBack() {
        Person carol = realm.user(NewUser.named("carol"));
        realm.appPassword(carol, "phone", "imap");
        Follower follower = new Follower(realm, imap);

        enable(carol, false);
        follower.await("user_disabled", "carol");
        enable(carol, true);
        follower.await("user_enabled", "carol");
    }

    @Test
    void tellsOfADeletedUserByTheNameSheHad() {
        Person dora = realm.user(NewUser.named("dora"));
        realm.appPassword(dora, "phone", "imap");
        Person eve = realm.user(NewUser.named("eve-without-app-passwords"));
        Follower follower = new Follower(realm, imap);

        realm.admin().delete(realm.path("/users/" + eve.id()));
        realm.admin().delete(realm.path("/users/" + dora.id()));

        follower.await("user_deleted", "dora");
        assertThat(follower.read()).noneMatch(change -> change.toString().contains(eve.id()));
    }

    @Test
    void tellsOfALostRoleOnlyWhoAsksForIt() {
        realm.admin().post(realm.path("/roles"), Map.of("name", "mail"));
        Gateway strict = realm.gateway("strict", Map.of("protocols", List.of("imap"), "requiredRole", "mail"));
        Person frank = realm.user(NewUser.named("frank"));
        realm.appPassword(frank, "phone", "imap");
        String mapping = realm.path("/users/" + frank.id() + "/role-mappings/realm");
        List<JsonNode> role = List.of(realm.admin().get(realm.path("/roles/mail")));
        realm.admin().post(mapping, role);
        Follower ofStrict = new Follower(realm, strict);
        Follower ofOther = new Follower(realm, imap);

        assertThat(realm.admin().exchange("DELETE", mapping, role).status()).isEqualTo(204);

        ofStrict.await("role_lost", "frank");
        enable(frank, false);
        ofOther.await("user_disabled", "frank");
        assertThat(ofOther.read())
                .noneMatch(change -> "role_lost".equals(change.path("type").asText()));
    }

    @Test
    void tellsOfARoleThatWasLostWithAGroup() {
        realm.admin().post(realm.path("/roles"), Map.of("name", "post"));
        Gateway strict = realm.gateway("post", Map.of("protocols", List.of("imap"), "requiredRole", "post"));
        String group = realm.admin()
                .post(realm.path("/groups"), Map.of("name", "staff"))
                .orElseThrow();
        realm.admin()
                .post(
                        realm.path("/groups/" + group + "/role-mappings/realm"),
                        List.of(realm.admin().get(realm.path("/roles/post"))));
        Person gina = realm.user(NewUser.named("gina"));
        realm.appPassword(gina, "phone", "imap");
        realm.admin().put(realm.path("/users/" + gina.id() + "/groups/" + group), Map.of());
        Follower follower = new Follower(realm, strict);

        realm.admin().delete(realm.path("/users/" + gina.id() + "/groups/" + group));

        follower.await("role_lost", "gina");
    }

    @Test
    void tellsEverybodyOfANewPolicy() {
        Follower follower = new Follower(realm, imap);

        realm.policy(Map.of("maximum-per-user", "7"));

        JsonNode change = follower.await("policy_changed", told -> "policy_changed"
                .equals(told.path("type").asText()));
        assertThat(change.path("username").isNull()).isTrue();
        assertThat(change.path("subject").isNull()).isTrue();
    }

    /** Its transaction sees the database as it was before the change, where Keycloak reads repeatably: on MariaDB. */
    @Test
    void losesNothingForAReaderWhoBeganBeforeTheChange() {
        Person person = realm.user(NewUser.named("reader"));
        AppPasswordOnPaper phone = realm.appPassword(person, "phone", "imap");
        AppPasswordOnPaper tablet = realm.appPassword(person, "tablet", "imap");
        Follower follower = new Follower(realm, imap);
        realm.revoke(person, tablet.id());
        follower.await("revoked", "reader");

        assertThat(new Fixture(realm).changesInAnOlderTransaction(follower.cursor(), person, phone))
                .isEqualTo(1);
    }

    @Test
    void losesNothingOfManyChangesAtOnce() {
        List<Person> people = IntStream.range(0, 24)
                .mapToObj(i -> realm.user(NewUser.named("many-" + i)))
                .toList();
        people.forEach(person -> realm.appPassword(person, "phone", "imap"));
        Follower follower = new Follower(realm, imap);

        CompletableFuture<Void> changing =
                CompletableFuture.runAsync(() -> people.parallelStream().forEach(person -> enable(person, false)));
        while (!changing.isDone()) {
            follower.next();
        }

        changing.join();
        people.forEach(person -> follower.await("user_disabled", person.username()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NAMES = '{'", "NAMES = 'null'", "CHANGE_TYPE = 'renamed'", "PROTOCOLS = 'imap,Not A Protocol'"})
    void aRowThatCannotBeReadMakesFollowersForgetAllAndReadOn(String malformed) {
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        Person first = realm.user(NewUser.named("first-" + suffix));
        Person second = realm.user(NewUser.named("second-" + suffix));
        AppPasswordOnPaper phone = realm.appPassword(first, "phone", "imap");
        AppPasswordOnPaper tablet = realm.appPassword(second, "tablet", "imap");
        Follower early = new Follower(realm, imap);
        Follower late = early.as(imap);
        realm.revoke(first, phone.id());
        early.await("revoked", first.username());
        assertThat(new Fixture(realm)
                        .sql("update APP_PASSWORD_CHANGE set " + malformed + " where USER_ID = '" + first.id() + "'"))
                .isPositive();
        realm.revoke(second, tablet.id());

        late.await("revoked", second.username());

        assertThat(late.read())
                .noneMatch(change ->
                        first.username().equals(change.path("username").asText()))
                .anyMatch(change -> "reset".equals(change.path("type").asText()) && !change.hasNonNull("username"));
    }

    /** A time without its zone would be hours away. */
    @Test
    void theNodeComparesItsClockWithTheDatabase() {
        Waiting.until(
                PATIENCE,
                "the node has looked at the database's clock and noted itself",
                () -> new Fixture(realm).sql("update APP_PASSWORD_NODE set NAME = NAME") > 0);

        JsonNode ready = new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords/ready"))
                        .build())
                .json();

        assertThat(ready.path("ready").asBoolean()).isTrue();
        assertThat(ready.path("clockAheadSeconds").asLong(99)).isZero();
    }

    @Test
    void aPollThatFindsNothingNewCostsNoSql() {
        Follower follower = new Follower(realm, imap);
        Fixture fixture = new Fixture(realm);
        follower.next();
        fixture.work();
        long before = fixture.work().statements();
        long own = fixture.work().statements() - before;

        // The server has work of its own, for seconds after the tests before, which can only add to a count.
        Waiting.until(PATIENCE, "many polls cost no SQL", () -> {
            long start = fixture.work().statements();
            IntStream.range(0, 25).forEach(i -> follower.next());
            return fixture.work().statements() - start <= own;
        });
    }

    @Test
    void aCursorOfAnotherRealmOrTimeBeginsAnew() {
        Follower follower = new Follower(realm, imap);
        try (Realm other = Realm.create(keycloak)) {
            String foreign = new Follower(other, other.gateway("dovecot", "imap")).cursor();

            assertIsReset(follower.poll(foreign));
        }
        try (Realm cold = Realm.create(keycloak)) {
            Follower first = Follower.goingOn(cold, cold.gateway("dovecot", "imap"), follower.cursor());

            assertIsReset(first.poll(first.cursor()));
        }
        assertIsReset(follower.poll(""));
        assertIsReset(follower.poll(UUID.randomUUID() + ".0"));
        assertIsReset(follower.poll(follower.cursor().replaceFirst("\\.\\d+$", ".999999999999999999")));
    }

    @Test
    void whatIsNoCursorIsRefusedByName() {
        Follower follower = new Follower(realm, imap);

        for (String bad : List.of("0", "x.1", follower.cursor() + "0000000000000000000", "' or 1=1 --")) {
            HttpAnswer answer = follower.poll(bad);

            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.json().path("field").asText()).isEqualTo("after");
            assertThat(answer.json().path("error_description").asText()).startsWith("after is not a cursor:");
        }
    }

    @Test
    void whoIsNoGatewayIsToldNothing() {
        Follower follower = new Follower(realm, imap);
        try (Realm other = Realm.create(keycloak)) {
            Gateway stranger = other.gateway("stranger", "imap");

            assertThat(follower.poll(follower.cursor()).status()).isEqualTo(200);
            assertThat(follower.as(stranger).poll(follower.cursor()).status()).isEqualTo(503);
            assertThat(follower.as(new Gateway("dovecot", "wrong")).poll(null).status())
                    .isEqualTo(503);
        }
    }

    private static void assertIsReset(HttpAnswer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("reset").asBoolean()).isTrue();
        assertThat(answer.json().path("changes")).isEmpty();
    }

    private void enable(Person person, boolean enabled) {
        realm.admin().put(realm.path("/users/" + person.id()), Map.of("enabled", enabled));
    }
}
