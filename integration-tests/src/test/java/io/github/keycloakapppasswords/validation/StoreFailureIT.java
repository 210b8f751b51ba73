package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database that is gone says nothing about anybody's password. */
@ExtendWith(KeycloakOnMariaDb.class)
class StoreFailureIT {

    private static final int COLD_QUESTIONS = 120;

    /** The default of {@code database-questions-at-once}. */
    private static final int AT_ONCE = 16;

    @Test
    void isUnavailableNeverInvalidAndWhomKeycloakKnowsGetsIn(KeycloakOnDatabase.Pair pair) {
        try (Realm realm = Realm.create(pair.keycloak())) {
            Person alice = realm.user(NewUser.named("alice"));
            AppPasswordOnPaper alices = realm.appPassword(alice, "phone", IMAP);
            AppPasswordOnPaper bobs = realm.appPassword(realm.user(NewUser.named("bob")), "phone", IMAP);
            Asking dovecot = Asking.as(realm, realm.gateway("dovecot", IMAP));
            assertThat(dovecot.status("bob", bobs.secret())).isEqualTo(200);
            realm.admin().post(realm.path("/clear-user-cache"), Map.of());
            new Fixture(realm).warmUp(alice, () -> assertThat(dovecot.status("alice", alices.secret()))
                    .isEqualTo(200));

            pair.stopDatabase();
            try {
                assertThat(dovecot.status("alice", alices.secret())).isEqualTo(200);
                assertThat(dovecot.status("alice", bobs.secret())).isEqualTo(401);
                for (String cold : new String[] {"bob", "nobody"}) {
                    HttpAnswer answer = dovecot.ask(cold, bobs.secret(), IMAP);
                    assertThat(answer.status()).as(cold).isEqualTo(503);
                    assertThat(answer.header("Retry-After")).isPresent();
                }
            } finally {
                pair.startDatabase();
            }

            Waiting.until(
                    Duration.ofSeconds(60),
                    "Keycloak has found its database again",
                    () -> dovecot.status("bob", bobs.secret()) == 200);
        }
    }

    /** More questions than Keycloak has threads ask about users whom it has not cached. */
    @Test
    void aDatabaseThatHangsHoldsUpNoQuestionAboutAUserWhomKeycloakKnows(KeycloakOnDatabase.Pair pair) {
        try (Realm realm = Realm.create(pair.keycloak())) {
            Person alice = realm.user(NewUser.named("alice"));
            AppPasswordOnPaper alices = realm.appPassword(alice, "phone", IMAP);
            Asking dovecot = Asking.as(realm, realm.gateway("dovecot", IMAP));
            new Fixture(realm).warmUp(alice, () -> assertThat(dovecot.status("alice", alices.secret()))
                    .isEqualTo(200));
            ExecutorService devices = Executors.newFixedThreadPool(COLD_QUESTIONS);
            List<CompletableFuture<Integer>> cold = new ArrayList<>();

            pair.freezeDatabase();
            try {
                for (int i = 0; i < COLD_QUESTIONS; i++) {
                    String nobody = "nobody-" + i;
                    cold.add(CompletableFuture.supplyAsync(() -> dovecot.status(nobody, alices.secret()), devices));
                }
                Waiting.until(
                        Duration.ofSeconds(30),
                        "all questions but those that ask the database are answered",
                        () -> cold.stream().filter(CompletableFuture::isDone).count() >= COLD_QUESTIONS - AT_ONCE);
                for (int i = 0; i < 20; i++) {
                    assertThat(dovecot.status("alice", alices.secret())).isEqualTo(200);
                }
            } finally {
                pair.thawDatabase();
                devices.shutdown();
            }

            assertThat(cold).extracting(CompletableFuture::join).containsOnly(401, 503);
            Waiting.until(
                    Duration.ofSeconds(60),
                    "Keycloak asks its database again",
                    () -> dovecot.status("nobody-at-last", alices.secret()) == 401);
        }
    }
}
