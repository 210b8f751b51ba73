package io.github.keycloakapppasswords.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WaitingUsesTest {

    private final WaitingUses waiting = new WaitingUses(100);

    @Test
    void keepsTheLatestOfEachAppPassword() {
        waiting.add(Uses.used("phone", 1));
        waiting.add(Uses.used("phone", 3));
        waiting.add(Uses.used("phone", 2));
        waiting.add(Uses.used("tablet", 1));

        assertThat(waiting.take(10)).containsExactlyInAnyOrder(Uses.used("phone", 3), Uses.used("tablet", 1));
    }

    @Test
    void keepsTheLatestThoughTheClockIsSetBack() {
        waiting.add(Uses.used("phone", 3_600));
        waiting.add(Uses.used("phone", 0));

        assertThat(waiting.take(10)).containsExactly(Uses.used("phone", 3_600));
    }

    @Test
    void keepsAUseAndATryOfTheSame() {
        waiting.add(Uses.used("phone", 1));
        waiting.add(Uses.tried("phone", 2));

        assertThat(waiting.size()).isEqualTo(2);
    }

    @Test
    void holdsNoMoreThanItsMaximumAndStillFoldsWhatItHolds() {
        for (int i = 0; i < 100_000; i++) {
            waiting.add(Uses.used("id-" + i, 0));
        }
        assertThat(waiting.size()).isEqualTo(100);
        assertThat(waiting.add(Uses.used("another", 0))).isFalse();
        assertThat(waiting.add(Uses.used("id-0", 1))).isTrue();
    }

    @Test
    void losesNothingAmongManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            running.add(threads.submit(() -> {
                for (int i = 0; i < 10_000; i++) {
                    waiting.add(Uses.used("id-" + i % 10, i));
                }
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        threads.shutdown();

        assertThat(waiting.take(100)).hasSize(10).allSatisfy(use -> assertThat(use.at())
                .isEqualTo(Uses.used(
                                "x",
                                9_990
                                        + Integer.parseInt(
                                                use.key().credentialId().substring(3)))
                        .at()));
    }
}
