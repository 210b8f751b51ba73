package io.github.keycloakapppasswords;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.validation.Fixture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the database lock of the issuer holds, without a browser in between. */
abstract class ParallelIssue {

    private static final int PARALLEL = 20;

    private final Realm realm;
    private final Person anna;

    ParallelIssue(KeycloakServer keycloak) {
        this.realm = Realm.create(keycloak);
        this.anna = realm.user(NewUser.named("anna"));
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    @Test
    void makesNoMoreThanTheMaximum() throws Exception {
        List<HttpAnswer> answers = inParallel(i -> issue("Device " + i, 3));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(3);
        assertThat(answers.stream().filter(answer -> answer.body().contains("MaximumReached")))
                .hasSize(PARALLEL - 3);
        assertThat(appPasswords()).isEqualTo(3);
    }

    @Test
    void makesOneOfEachLabel() throws Exception {
        List<HttpAnswer> answers = inParallel(i -> issue(i % 2 == 0 ? "Phone" : "PHONE", 1000));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.body().contains("LabelTaken")))
                .hasSize(PARALLEL - 1);
        assertThat(appPasswords()).isEqualTo(1);
    }

    /** Each makes the row that is locked: on MariaDB, waiting for each other's gaps would end in deadlocks. */
    @Test
    void makesTheFirstOfManyUsersAtOnce() throws Exception {
        List<Person> people = IntStream.range(0, PARALLEL)
                .mapToObj(i -> realm.user(NewUser.named("first-" + i)))
                .toList();

        List<HttpAnswer> answers = inParallel(i -> issue(people.get(i), "Phone", 1));

        assertThat(answers).extracting(HttpAnswer::status).containsOnly(200);
    }

    @Test
    void countsOnlyThoseThatAreNotRevoked() {
        for (int i = 0; i < 5; i++) {
            HttpAnswer answer = issue("Phone", 1);
            assertThat(answer.status()).isEqualTo(200);
            realm.revoke(anna, answer.json().path("id").asText());
        }
        assertThat(appPasswords()).isZero();
    }

    private interface Call {
        HttpAnswer make(int number);
    }

    private static List<HttpAnswer> inParallel(Call call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            CyclicBarrier start = new CyclicBarrier(PARALLEL);
            List<Future<HttpAnswer>> running = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    start.await();
                    return call.make(number);
                }));
            }
            List<HttpAnswer> answers = new ArrayList<>();
            for (Future<HttpAnswer> future : running) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private HttpAnswer issue(String label, int maximum) {
        return issue(anna, label, maximum);
    }

    private HttpAnswer issue(Person person, String label, int maximum) {
        return new Fixture(realm).issue(person, label, maximum);
    }

    private long appPasswords() {
        return realm.credentialTypes(anna).stream()
                .filter("app-password"::equals)
                .count();
    }
}
