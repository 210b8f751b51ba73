package io.github.keycloakapppasswords.userstorage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Directory;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.EventLog;
import io.github.keycloakapppasswords.validation.Fixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds for users of a directory, whether Keycloak imports them or not. The shared Keycloak asks it again after 2 s instead of
 * 240 s, and lives without it for 15 s instead of an hour.
 */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class LdapContract {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration OUTAGE = Duration.ofSeconds(15);
    private static final Duration CHECK = Duration.ofSeconds(2);

    final Directory directory = Directory.start();
    final LdapRealm realm;
    private int number;

    // Of each test its own.
    String name = "";
    Person alice = new Person("", "", "", Optional.empty());
    AppPasswordOnPaper phone = new AppPasswordOnPaper("", "");

    LdapContract(KeycloakServer keycloak, boolean importing) {
        realm = new LdapRealm(keycloak, directory, importing);
    }

    @BeforeEach
    void makeAlice() {
        name = "alice-" + ++number;
        alice = realm.person(name);
        phone = realm.appPassword(alice);
        warmUp();
    }

    @AfterAll
    void removeAll() {
        realm.close();
        directory.close();
    }

    /**
     * The node evicts what was changed before within a second or two, and a user of a directory without import whose lack of a second
     * factor is noted behind the first answer. Keycloak does not cache a user who changed a moment ago, so one question is not enough.
     */
    private void warmUp() {
        new Fixture(realm.realm())
                .warmUp(alice, () -> assertThat(realm.status(name, phone)).isEqualTo(200));
    }

    void await(int status) {
        Waiting.until(PATIENCE, name + " is told " + status, () -> realm.status(name, phone) == status);
    }

    @Test
    void isLetInWithAnAppPasswordOnly() {
        assertThat(realm.status(name, phone)).isEqualTo(200);
        assertThat(realm.status(name + "@example.org", phone)).isEqualTo(200);
        assertThat(realm.status(name, new AppPasswordOnPaper("", alice.password())))
                .isEqualTo(401);
        realm.realm().revoke(alice, phone.id());
        assertThat(realm.status(name, phone)).isEqualTo(401);
    }

    @Test
    void isRefusedWhenSheIsDeletedInTheDirectory() {
        directory.delete(name);

        await(401);
    }

    /** Nobody asks about her any more, so that the directory is asked when somebody does: before the answer. */
    @Test
    void isRefusedByTheFirstQuestionAfterALongTimeWithoutAny() {
        letPass(CHECK.multipliedBy(2));
        directory.delete(name);
        letPass(CHECK.multipliedBy(2));

        assertThat(realm.status(name, phone)).isEqualTo(401);
    }

    /** A device opens several connections at once: none is answered by what was so before. */
    @Test
    void isRefusedByAllQuestionsAtOnceAfterALongTimeWithoutAny() {
        letPass(CHECK.multipliedBy(2));
        directory.delete(name);
        letPass(CHECK.multipliedBy(2));

        ExecutorService connections = Executors.newFixedThreadPool(4);
        List<CompletableFuture<Integer>> asked = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            asked.add(CompletableFuture.supplyAsync(() -> realm.status(name, phone), connections));
        }
        connections.shutdown();

        assertThat(asked).extracting(CompletableFuture::join).containsOnly(401);
    }

    /** Keycloak's own look-up would delete an imported one, with her app password. */
    @Test
    void keepsHerAppPasswordsWhenSheIsAskedAboutWhereSheIsNotCachedWhileTheFilterLeavesHerOut() {
        // who still sends her main password is listed
        assertThat(realm.status(name, new AppPasswordOnPaper("", alice.password())))
                .isEqualTo(401);
        awaitListeners();
        directory.set(name, "employeeType", "former");
        realm.clearUserCache();
        assertThat(realm.status(name, phone)).isEqualTo(401);
        assertThat(realm.status(name + "@example.org", phone)).isEqualTo(401);
        awaitListeners();
        assertThat(realm.realm().admin().get(realm.realm().path("/app-passwords/not-moved")))
                .noneMatch(row -> row.path("username").asText().equals(name));
        assertThat(realm.realm()
                        .admin()
                        .exchange("GET", realm.realm().path("/app-passwords/users/" + alice.id()), null)
                        .status())
                .isEqualTo(404);

        directory.set(name, "employeeType", "staff");

        // without import her name was unknown, and is so for half a minute on
        Waiting.until(Duration.ofSeconds(60), "she is back", () -> realm.status(name, phone) == 200);
    }

    /** Events are told one after the other: when this one is there, all listeners have been told of those before. */
    private void awaitListeners() {
        Person later = realm.realm().user(NewUser.named("later-" + UUID.randomUUID()));
        assertThat(realm.status(later.username(), phone)).isEqualTo(401);
        Waiting.until(
                PATIENCE,
                "a later refusal is told",
                () -> realm.realm().events("LOGIN_ERROR").toString().contains(later.id()));
    }

    private static void letPass(Duration time) {
        Instant over = Instant.now().plus(time);
        Waiting.until(
                time.plus(PATIENCE), "the time is over", () -> Instant.now().isAfter(over));
    }

    @Test
    void isRefusedAtOnceWhereSheIsNotCached() {
        directory.delete(name);
        realm.clearUserCache();

        assertThat(realm.status(name, phone)).isEqualTo(401);
    }

    /** Nothing is deleted: a directory that is emptied by mistake costs nobody her app passwords by a job of ours. */
    @Test
    void isRefusedWhileTheFilterLeavesHerOutAndGatewaysAreToldOfBoth() {
        Follower follower = realm.follower();

        directory.set(name, "employeeType", "former");
        await(401);
        new EventLog(realm.realm()).await("LOGIN_ERROR", "user_disabled");
        follower.await("user_disabled", name);

        directory.set(name, "employeeType", "staff");
        await(200);
        follower.await("user_enabled", name);
    }

    @Test
    void isKnownByWhatTheDirectorySaysNow() {
        assertThat(realm.status("new-" + name + "@example.org", phone)).isEqualTo(401);

        directory.set(name, "mail", "new-" + name + "@example.org");

        // a name that was unknown is so for half a minute on
        Waiting.until(
                Duration.ofSeconds(60),
                "she is known by her new address",
                () -> realm.status("new-" + name + "@example.org", phone) == 200);
        assertThat(realm.status(name + "@example.org", phone)).isEqualTo(401);
    }

    @Test
    void isLetInForAWhileWithoutTheDirectoryThenNobodyKnowsAndThenAllIsWell() {
        Person bob = realm.person("bob-" + number);
        AppPasswordOnPaper bobs = realm.appPassword(bob);
        Person carol = realm.realm().user(NewUser.named("carol-" + number));
        AppPasswordOnPaper carols = realm.realm().appPassword(carol, "phone", "imap");
        String nobody = "nobody-" + number + "@example.org";
        warmUp();

        long stopped = System.nanoTime();
        directory.stop();
        try {
            assertThat(realm.status(nobody, phone)).isEqualTo(503);
            assertThat(realm.status(carol.username(), carols)).isEqualTo(200);
            assertThat(realm.status(name, bobs)).isEqualTo(401);
            Waiting.until(OUTAGE.plus(PATIENCE), "she is known no more", () -> {
                int status = realm.status(name, phone);
                assertThat(status).isIn(200, 503);
                return status == 503;
            });
            assertThat(Duration.ofNanos(System.nanoTime() - stopped))
                    .isGreaterThan(OUTAGE.minus(CHECK.multipliedBy(2)));
            assertThat(realm.status(carol.username(), carols)).isEqualTo(200);
            assertThat(realm.status(nobody, phone)).isEqualTo(503);
        } finally {
            directory.restart();
        }

        await(200);
        // what could not be said was not remembered
        assertThat(realm.status(nobody, phone)).isEqualTo(401);
        assertThat(realm.status(bob.username(), bobs)).isEqualTo(200);
    }

    @Test
    void isUnavailableIfTheCacheForgotHerWhileTheDirectoryIsAway() {
        directory.stop();
        try {
            realm.clearUserCache();
            assertThat(realm.status(name, phone)).isEqualTo(503);
            assertThat(realm.status(name, phone)).isEqualTo(503);
            assertThat(realm.status(name + "@example.org", phone)).isEqualTo(503);
        } finally {
            directory.restart();
        }
        assertThat(realm.status(name, phone)).isEqualTo(200);
    }

    /** Where Keycloak does not import her, it knows nothing of her then but her id. */
    @Test
    void losesHerAppPasswordByTheLinkOfAMailWithoutTheDirectory() {
        Follower follower = realm.follower();
        directory.stop();
        try {
            realm.clearUserCache();
            assertIsRevokedByTheLinkOfAMail();
        } finally {
            directory.restart();
        }
        assertThat(realm.status(name, phone)).isEqualTo(401);
        follower.await("revoked", name);
        assertNoTokenOfHersIsGoodAnyLonger();
    }

    /** One that came back with her would be a thief's. */
    @Test
    void losesHerAppPasswordByTheLinkOfAMailWhileTheFilterLeavesHerOut() {
        AppPasswordOnPaper kept = realm.realm().appPassword(alice, "tablet", "imap");
        directory.set(name, "employeeType", "former");
        realm.clearUserCache();

        assertIsRevokedByTheLinkOfAMail();

        directory.set(name, "employeeType", "staff");
        Waiting.until(Duration.ofSeconds(60), "she is back", () -> realm.status(name, kept) == 200);
        assertThat(realm.status(name, phone)).isEqualTo(401);
        assertNoTokenOfHersIsGoodAnyLonger();
    }

    /** Which sessions it had opened could not be known. */
    private void assertNoTokenOfHersIsGoodAnyLonger() {
        assertThat(realm.realm()
                        .admin()
                        .get(realm.realm().path("/users/" + alice.id()))
                        .path("notBefore")
                        .asLong())
                .isCloseTo(Instant.now().getEpochSecond(), Offset.offset(120L));
    }

    private void assertIsRevokedByTheLinkOfAMail() {
        String key = realm.notMeKey(alice, phone);
        assertThat(realm.openNotMe(key).body()).contains("data-page=\"ask\"").contains("phone");
        assertThat(realm.confirmNotMe(key).body()).contains("data-page=\"revoked\"");
        assertThat(realm.confirmNotMe(key).body()).contains("data-page=\"over\"");
        assertThat(realm.realm().events("REMOVE_CREDENTIAL").findValuesAsText("credential_id"))
                .contains(phone.id());
    }

    /** An address is nobody's user name, as the directory said before the outage; and the other way round. */
    @Test
    void isKnownByHerAddressThroughAnOutage() {
        assertThat(realm.status(name + "@example.org", phone)).isEqualTo(200);
        directory.stop();
        try {
            assertThat(realm.status(name + "@example.org", phone)).isEqualTo(200);
        } finally {
            directory.restart();
        }
    }

    /** A user name that is an address, but not her own one: whether it is somebody else's was asked before the outage. */
    @Test
    void isKnownByAUserNameThatIsAnAddressThroughAnOutage() {
        name = "dora-" + number + "@work";
        alice = realm.person(name);
        phone = realm.appPassword(alice);
        warmUp();

        directory.stop();
        try {
            assertThat(realm.status(name, phone)).isEqualTo(200);
        } finally {
            directory.restart();
        }
    }

    @Test
    void isNotKeptWaitingByADirectoryThatHangs() throws Exception {
        Person carol = realm.realm().user(NewUser.named("carol-" + number));
        AppPasswordOnPaper carols = realm.realm().appPassword(carol, "phone", "imap");
        warmUp();
        long searches = directory.searches();
        Waiting.until(PATIENCE, "the directory was asked about her just now", () -> {
            assertThat(realm.status(name, phone)).isEqualTo(200);
            return directory.searches() > searches;
        });
        ExecutorService strangers = Executors.newFixedThreadPool(30);
        List<CompletableFuture<Integer>> asked = new ArrayList<>();

        directory.freeze();
        try {
            for (int i = 0; i < 30; i++) {
                String stranger = "stranger-" + number + "-" + i;
                asked.add(CompletableFuture.supplyAsync(() -> realm.status(stranger, phone), strangers));
            }
            assertThat(realm.status(name, phone)).isEqualTo(200);
            assertThat(realm.status(carol.username(), carols)).isEqualTo(200);
            assertThat(asked).as("some still wait").anyMatch(question -> !question.isDone());
            for (CompletableFuture<Integer> question : asked) {
                assertThat(question.get()).isEqualTo(503);
            }
            assertThat(realm.status(name, phone)).isEqualTo(200);
            // at once by now
            assertThat(realm.status("stranger-" + number, phone)).isEqualTo(503);
        } finally {
            directory.thaw();
            strangers.shutdown();
        }

        Waiting.until(PATIENCE, "strangers are unknown again", () -> realm.status("stranger-" + number, phone) == 401);
        await(200);
    }

    /** An attribute that Keycloak maps to {@code enabled}. */
    @Test
    void isRefusedWhileTheDirectoryHasHerDisabled() {
        directory.set(name, "businessCategory", "false");
        await(401);

        directory.set(name, "businessCategory", "true");
        await(200);
    }
}
