package io.github.keycloakapppasswords.gatewayauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadLimitTest {

    // As System.nanoTime may: close to where it overflows.
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(2));
    private final LoadLimit limit = new LoadLimit(nanos::get);

    private long admittedOf(int questions, int perSecond) {
        return IntStream.range(0, questions)
                .filter(i -> limit.admits("dovecot", perSecond))
                .count();
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000, 100_000})
    void admitsASecondsWorthAtOnce(int perSecond) {
        assertThat(admittedOf(perSecond * 3, perSecond)).isEqualTo(perSecond);
    }

    @Test
    void admitsAgainAtTheAllowedRate() {
        admittedOf(100, 10);

        pass(500);
        assertThat(admittedOf(100, 10)).isEqualTo(5);
        pass(3_000);
        assertThat(admittedOf(100, 10)).isEqualTo(10);
    }

    @Test
    void admitsAnyNumberWithoutALimit() {
        assertThat(admittedOf(1_000, 0)).isEqualTo(1_000);
    }

    @Test
    void countsEachGatewayByItself() {
        admittedOf(100, 1);

        assertThat(limit.admits("nginx", 1)).isTrue();
    }

    @Test
    void isNotOutrunByManyThreads() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> questions = IntStream.range(0, 500)
                    .<Callable<Boolean>>mapToObj(i -> () -> limit.admits("dovecot", 50))
                    .toList();
            int admitted = 0;
            for (Future<Boolean> answer : threads.invokeAll(questions)) {
                admitted += answer.get() ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(50);
        } finally {
            threads.shutdownNow();
        }
    }
}
