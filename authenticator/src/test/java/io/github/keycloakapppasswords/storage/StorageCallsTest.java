package io.github.keycloakapppasswords.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.storage.StorageCalls.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.storage.StorageUnavailableException;

class StorageCallsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final StorageCalls calls = new StorageCalls(nanos::get);

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void tellWhatTheStorageSays() {
        assertThat(calls.<String>call("realm", Purpose.LOOK_UP, () -> "alice")).isEqualTo("alice");
    }

    @Test
    void takeAFailureForNoAnswerAndGoOn() {
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> calls.call("realm", Purpose.LOOK_UP, () -> {
                        throw new IllegalStateException("refused");
                    }))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
        }

        assertThat(calls.<String>call("realm", Purpose.LOOK_UP, () -> "alice")).isEqualTo("alice");
    }

    /** A storage that hangs: interrupted, left alone for a while, and of no concern to other realms. */
    @Test
    void doNotWaitForAStorageThatHangs() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        assertThatThrownBy(() -> calls.call("realm", Purpose.LOOK_UP, () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return "too late";
                }))
                .isInstanceOf(StorageUnavailableException.class);
        interrupted.await();

        assertThatThrownBy(() -> calls.call("realm", Purpose.LOOK_UP, () -> "alice"))
                .isInstanceOf(StorageUnavailableException.class);
        assertThat(calls.<String>call("other", Purpose.LOOK_UP, () -> "bob")).isEqualTo("bob");

        nanos.addAndGet(5_000_000_000L);
        assertThat(calls.<Boolean>call("realm", Purpose.LOOK_UP, this::isLetThrough))
                .as("a second one meanwhile")
                .isFalse();
        assertThat(isLetThrough()).as("all when one was answered").isTrue();
        assertThat(calls.<String>call("realm", Purpose.LOOK_UP, () -> "alice")).isEqualTo("alice");
    }

    private boolean isLetThrough() {
        try {
            return calls.call("realm", Purpose.LOOK_UP, () -> true);
        } catch (StorageUnavailableException e) {
            return false;
        }
    }

    @Test
    void areFewAtOnce() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(8);
        ExecutorService askers = Executors.newFixedThreadPool(8);
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(askers.submit(() -> calls.call("realm", Purpose.LOOK_UP, () -> {
                busy.countDown();
                free.await();
                return "alice";
            })));
        }
        busy.await();

        assertThatThrownBy(() -> calls.call("realm", Purpose.LOOK_UP, () -> "alice"))
                .as("no outage")
                .isInstanceOf(StorageBusyException.class);
        assertThat(calls.<String>call("realm", Purpose.CHECK, () -> "bob"))
                .as("has turns of its own")
                .isEqualTo("bob");

        free.countDown();
        for (Future<String> answer : answers) {
            assertThat(answer.get()).isEqualTo("alice");
        }
        askers.shutdown();
    }
}
