package io.github.keycloakapppasswords.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UseThreadTest {

    @Test
    void flushesAtTheEndWhatTheIntervalHasNotYet() {
        AtomicInteger flushes = new AtomicInteger();
        UseThread thread = new UseThread(flushes::incrementAndGet);
        thread.start(Duration.ofHours(1));
        thread.close();

        assertThat(flushes).hasValue(1);
    }

    @Test
    void goesOnAfterAFailure() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        UseThread thread = new UseThread(() -> {
            twice.countDown();
            throw new IllegalStateException("not foreseen");
        });
        thread.start(Duration.ofMillis(1));

        assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
        thread.close();
    }
}
