package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.account.Console;
import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.KeycloakOnPostgreSql;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While the database hangs, admins, owners, readers of the feed and gateways with access tokens call more often than Keycloak has threads. */
@ExtendWith(KeycloakOnPostgreSql.class)
class DatabaseFloodIT {

    private static final int CALLS_OF_A_KIND = 60;

    /** The default of {@code database-questions-at-once}. */
    private static final int QUESTIONS_AT_ONCE = 16;

    /** The default of {@code database-calls-at-once}. */
    private static final int CALLS_AT_ONCE = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Calls of one kind.
     *
     * @param label the label in the metric of refused requests
     * @param atOnce how many of the calls may wait for the database
     */
    private record Flood(
            String label, int atOnce, Supplier<HttpAnswer> call, List<CompletableFuture<HttpAnswer>> answers) {

        Flood(String label, int atOnce, Supplier<HttpAnswer> call) {
            this(label, atOnce, call, new ArrayList<>());
        }

        void begin(ExecutorService callers) {
            for (int i = 0; i < CALLS_OF_A_KIND; i++) {
                answers.add(CompletableFuture.supplyAsync(call, callers));
            }
        }

        boolean onlyTheDatabaseIsWaitedFor() {
            return answers.stream().filter(CompletableFuture::isDone).count() >= CALLS_OF_A_KIND - atOnce;
        }

        List<HttpAnswer> answered() {
            return answers.stream()
                    .filter(CompletableFuture::isDone)
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    @Test
    void holdsUpNoQuestionAboutAUserWhomKeycloakKnows(KeycloakOnDatabase.Pair pair) {
        try (Realm realm = Realm.create(pair.keycloak())) {
            realm.setUp();
            Console.allowPasswordGrant(realm);
            Person alice = realm.user(NewUser.named("alice"));
            AppPasswordOnPaper phone = realm.appPassword(alice, "phone", IMAP);
            Gateway imap = realm.gateway("dovecot", IMAP);
            Asking dovecot = Asking.as(realm, imap);
            Follower follower = new Follower(realm, imap);
            String cursor = follower.cursor();
            realm.revoke(alice, realm.appPassword(alice, "tablet", IMAP).id());
            Waiting.until(
                    PATIENCE,
                    "the feed has changes after the cursor",
                    () -> !follower.poll(cursor).json().path("changes").isEmpty());
            Gateway webmail = new Clients(realm).confidential("webmail", Map.of());
            realm.gateway("webmail", IMAP);
            Asking byToken = Asking.withToken(realm, new Tokens(realm).ofServiceAccount(webmail));
            RealmAdmin admin = admin(realm);
            Console owner = Console.of(realm, alice);
            List<Flood> floods = List.of(
                    new Flood(
                            "admin",
                            CALLS_AT_ONCE,
                            () -> admin.exchange("GET", "/app-passwords/users/" + alice.id(), null)),
                    new Flood("owner", CALLS_AT_ONCE, owner::list),
                    new Flood("feed", CALLS_AT_ONCE, () -> follower.poll(cursor)),
                    new Flood("question", QUESTIONS_AT_ONCE, () -> byToken.ask("alice", phone.secret(), IMAP)));
            new Fixture(realm).warmUp(alice, () -> {
                assertThat(dovecot.status("alice", phone.secret())).isEqualTo(200);
                floods.stream()
                        .filter(flood -> !flood.label().equals("question"))
                        .forEach(DatabaseFloodIT::works);
            });
            flood(pair, floods, () -> {
                for (int i = 0; i < 20; i++) {
                    assertThat(dovecot.status("alice", phone.secret())).isEqualTo(200);
                }
            });

            floods.forEach(flood -> assertThat(flood.answers())
                    .as(flood.label())
                    .extracting(answer -> answer.join().status())
                    .containsOnly(200, 503));
            floods.forEach(DatabaseFloodIT::works);
            floods.forEach(flood -> assertThat(new Fixture(realm)
                            .metric("app_passwords_database_refused_total{kind=\"" + flood.label() + "\"}"))
                    .as(flood.label())
                    .isPositive());
        }
    }

    private static void flood(KeycloakOnDatabase.Pair pair, List<Flood> floods, Runnable meanwhile) {
        ExecutorService callers = Executors.newFixedThreadPool(floods.size() * CALLS_OF_A_KIND);
        pair.freezeDatabase();
        try {
            floods.forEach(flood -> flood.begin(callers));
            for (Flood flood : floods) {
                Waiting.until(
                        PATIENCE,
                        "all calls are answered but those that query the database: " + flood.label(),
                        flood::onlyTheDatabaseIsWaitedFor);
            }
            meanwhile.run();
            for (Flood flood : floods) {
                assertThat(flood.answered()).as(flood.label()).allSatisfy(answer -> isRefused(flood, answer));
            }
        } finally {
            pair.thawDatabase();
            callers.shutdown();
        }
    }

    private static void isRefused(Flood flood, HttpAnswer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).hasValue("10");
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
        switch (flood.label()) {
            case "question" -> assertThat(answer.body()).isEmpty();
            case "feed" -> assertThat(answer.json().path("error").asText()).isEqualTo("unavailable");
            default -> {
                assertThat(answer.json().path("error").asText()).isEqualTo("database_busy");
                assertThat(answer.json().path("error_description").asText()).endsWith(".");
            }
        }
    }

    private static void works(Flood flood) {
        Waiting.until(
                PATIENCE,
                flood.label() + " is answered",
                () -> flood.call().get().status() == 200);
    }

    /** A person who is signed in: Keycloak checks the token of a service account in the database. */
    private static RealmAdmin admin(Realm realm) {
        Person helpdesk = realm.user(NewUser.named("helpdesk"));
        String management =
                new Clients(realm).get("realm-management").path("id").asText();
        realm.admin()
                .post(
                        realm.path("/users/" + helpdesk.id() + "/role-mappings/clients/" + management),
                        List.of(realm.admin().get(realm.path("/clients/" + management + "/roles/view-users"))));
        Gateway tool = new Clients(realm)
                .confidential("tool", Map.of("fullScopeAllowed", true, "directAccessGrantsEnabled", true));
        return new RealmAdmin(realm, new Tokens(realm).ofPerson(tool, helpdesk));
    }
}
