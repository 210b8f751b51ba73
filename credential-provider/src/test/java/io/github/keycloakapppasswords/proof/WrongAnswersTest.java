package io.github.keycloakapppasswords.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;

class WrongAnswersTest {
    private static final int FAILURE_FACTOR = 5;

    private final Map<String, Long> store = new ConcurrentHashMap<>();

    @Test
    void areTooManyWhenThereAreAsManyAsTheRealmAllows() {
        WrongAnswers alices = of("alice");

        for (int i = 0; i < FAILURE_FACTOR; i++) {
            assertThat(alices.areTooMany()).isFalse();
            assertThat(alices.add()).isTrue();
        }

        assertThat(alices.areTooMany()).isTrue();
        assertThat(alices.add()).isFalse();
    }

    @Test
    void areNeverMoreThanThatHoweverManyComeAtOnce() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Boolean>> guesses = IntStream.range(0, 200)
                    .<Callable<Boolean>>mapToObj(i -> () -> of("alice").add())
                    .toList();

            int looked = 0;
            for (Future<Boolean> guess : threads.invokeAll(guesses)) {
                looked += guess.get() ? 1 : 0;
            }

            assertThat(looked).isEqualTo(FAILURE_FACTOR);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void areForgottenAfterARightAnswer() {
        WrongAnswers alices = of("alice");
        for (int i = 0; i < FAILURE_FACTOR; i++) {
            alices.add();
        }

        alices.clear();

        assertThat(alices.areTooMany()).isFalse();
        assertThat(store).isEmpty();
    }

    @Test
    void areOfOneUser() {
        for (int i = 0; i < FAILURE_FACTOR; i++) {
            of("alice").add();
        }

        assertThat(of("bob").areTooMany()).isFalse();
    }

    @Test
    void areKeptAsLongAsTheRealmWaitsAtMost() {
        of("alice").add();

        assertThat(store.values()).containsExactly(900L);
    }

    private WrongAnswers of(String user) {
        SingleUseObjectProvider objects =
                Browser.fake(SingleUseObjectProvider.class, (method, arguments) -> switch (method) {
                    case "putIfAbsent" -> store.putIfAbsent((String) arguments[0], (Long) arguments[1]) == null;
                    case "contains" -> store.containsKey((String) arguments[0]);
                    case "remove" -> {
                        store.remove((String) arguments[0]);
                        yield Map.of();
                    }
                    default -> throw new AssertionError("Not expected: " + method);
                });
        return new WrongAnswers(
                Browser.fake(KeycloakSession.class, (method, arguments) -> objects),
                Browser.fake(RealmModel.class, (method, arguments) -> switch (method) {
                    case "getFailureFactor" -> FAILURE_FACTOR;
                    case "getMaxFailureWaitSeconds" -> 900;
                    default -> throw new AssertionError("Not expected: " + method);
                }),
                Browser.fake(UserModel.class, (method, arguments) -> user));
    }
}
