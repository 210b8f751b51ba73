package io.github.keycloakapppasswords.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundWorkerTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BackgroundWorker worker = new BackgroundWorker("tests", "The tests are behind.", registry);
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        worker.close();
    }

    private double failing() {
        return registry.get("app_passwords.worker.failing")
                .tag("worker", "tests")
                .gauge()
                .value();
    }

    private double failures() {
        return registry.get("app_passwords.worker.failures")
                .tag("worker", "tests")
                .counter()
                .count();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void repeatsATaskThatFailsByAnErrorToo() {
        CountDownLatch runs = new CountDownLatch(3);
        worker.every(Duration.ofMillis(1), () -> {
            runs.countDown();
            if (runs.getCount() == 2) {
                throw new StackOverflowError();
            }
            throw new IllegalStateException("not foreseen");
        });

        await(runs);
    }

    @Test
    void showsThatItFailsUntilATaskSucceeds() throws Exception {
        CompletableFuture<Double> after = new CompletableFuture<>();
        worker.soon(() -> {
            throw new IllegalStateException("not foreseen");
        });
        worker.soon(() -> {
            throw new NoClassDefFoundError("not foreseen either");
        });
        worker.soon(() -> after.complete(failing()));

        assertThat(after.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(worker.close(LONG, () -> {})).isTrue();
        assertThat(failing()).isZero();
        assertThat(failures()).isEqualTo(2);
    }

    @Test
    void runsTasksOneAfterTheOtherInAThreadWithItsName() {
        CountDownLatch goesOn = new CountDownLatch(1);
        worker.soon(() -> await(goesOn));
        worker.soon(() -> done.add(Thread.currentThread().getName()));
        assertThat(done).isEmpty();
        goesOn.countDown();

        assertThat(worker.close(LONG, () -> done.add("last"))).isTrue();
        assertThat(done).containsExactly("app-password-tests", "last");
    }

    @Test
    void leavesOutWhatIsNotDueYetWhenItCloses() {
        worker.every(LONG, () -> done.add("repeated"));
        worker.after(LONG, () -> done.add("later"));

        assertThat(worker.close(LONG, () -> done.add("last"))).isTrue();
        assertThat(done).containsExactly("last");
    }

    @Test
    void closesInItsTimeWhileATaskHangsAndInterruptsNothing() {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        worker.soon(() -> {
            hangs.countDown();
            await(goesOn);
            done.add(Thread.currentThread().isInterrupted() ? "interrupted" : "whole");
        });
        await(hangs);

        assertThat(worker.close(Duration.ofMillis(1), () -> done.add("last"))).isFalse();
        assertThat(worker.isStopping()).isTrue();
        goesOn.countDown();
        assertThat(worker.close(LONG, () -> {})).isTrue();
        assertThat(done).containsExactly("whole", "last");
    }

    @Test
    void takesNothingOnceItIsClosed() {
        worker.close();

        assertThat(worker.soon(() -> done.add("late"))).isFalse();
        worker.every(Duration.ofMillis(1), () -> done.add("late"));
        assertThat(worker.close(LONG, () -> done.add("late"))).isTrue();
        assertThat(done).isEmpty();
    }

    @Test
    void spreadsTheRepetitionsOfNodes() {
        Duration interval = Duration.ofSeconds(10);

        assertThat(BackgroundWorker.jittered(interval, 0)).isEqualTo(Duration.ofSeconds(9));
        assertThat(BackgroundWorker.jittered(interval, 0.5)).isEqualTo(interval);
        assertThat(BackgroundWorker.jittered(interval, 1)).isEqualTo(Duration.ofSeconds(11));
    }

    /** A worker that seldom has work would otherwise seem well again at once. */
    @Test
    void isFailingUntilWorkSucceeds() {
        CountDownLatch idle = new CountDownLatch(5);
        CountDownLatch well = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        worker.everyIfAny(Duration.ofMillis(1), () -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("not foreseen");
            }
            idle.countDown();
            return well.getCount() == 0;
        });
        await(idle);
        assertThat(failing()).isEqualTo(1);
        assertThat(failures()).isEqualTo(1);

        well.countDown();
        CountDownLatch after = new CountDownLatch(1);
        worker.everyIfAny(Duration.ofMillis(1), () -> {
            after.countDown();
            return true;
        });
        await(after);
        worker.close();

        assertThat(failing()).isZero();
    }
}
