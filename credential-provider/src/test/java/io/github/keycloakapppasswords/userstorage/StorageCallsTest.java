package io.github.keycloakapppasswords.userstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.userstorage.StorageCalls.Asked;
import io.github.keycloakapppasswords.userstorage.StorageCalls.Purpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.storage.StorageUnavailableException;

class StorageCallsTest {

    private static final Asked REALM = new Asked("realm", null);
    private static final Asked ONE = new Asked("realm", "one");
    private static final Asked OTHER = new Asked("realm", "other");

    private final AtomicLong nanos = new AtomicLong();
    private final StorageCalls calls = new StorageCalls(nanos::get);

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void tellWhatTheStorageSays() {
        assertThat(calls.<String>call(REALM, Purpose.LOOK_UP, () -> "alice")).isEqualTo("alice");
    }

    @Test
    void takeAFailureForNoAnswerAndGoOn() {
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> calls.call(REALM, Purpose.LOOK_UP, () -> {
                        throw new IllegalStateException("refused");
                    }))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
        }

        assertThat(calls.<String>call(REALM, Purpose.LOOK_UP, () -> "alice")).isEqualTo("alice");
    }

    /** A storage that hangs: interrupted, left alone for a while, and of no concern to other realms. */
    @Test
    void doNotWaitForAStorageThatHangs() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        assertThatThrownBy(() -> calls.call(REALM, Purpose.LOOK_UP, () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return "too late";
                }))
                .isInstanceOf(StorageUnavailableException.class);
        interrupted.await();

        assertThatThrownBy(() -> calls.call(REALM, Purpose.LOOK_UP, () -> "alice"))
                .isInstanceOf(StorageUnavailableException.class);
        assertThat(calls.<String>call(new Asked("other", null), Purpose.LOOK_UP, () -> "bob"))
                .isEqualTo("bob");

        nanos.addAndGet(5_000_000_000L);
        assertThat(calls.<Boolean>call(REALM, Purpose.LOOK_UP, this::isLetThrough))
                .as("a second one meanwhile")
                .isFalse();
        assertThat(isLetThrough()).as("all when one was answered").isTrue();
        assertThat(calls.<String>call(REALM, Purpose.LOOK_UP, () -> "alice")).isEqualTo("alice");
    }

    private void hang(Asked asked, Purpose purpose) {
        assertThatThrownBy(() -> calls.call(asked, purpose, () -> {
                    new CountDownLatch(1).await();
                    return "too late";
                }))
                .isInstanceOf(StorageUnavailableException.class);
    }

    /** Two directories of one realm. */
    @Test
    void toOneThatHangsStopNoneToAnother() {
        hang(ONE, Purpose.CHECK);

        assertThat(isLetThrough(ONE, Purpose.CHECK)).isFalse();
        assertThat(isLetThrough(ONE, Purpose.LOOK_UP)).isFalse();
        assertThat(isLetThrough(REALM, Purpose.LOOK_UP)).as("asks both").isFalse();
        assertThat(isLetThrough(OTHER, Purpose.CHECK)).isTrue();
        assertThat(isLetThrough(OTHER, Purpose.LOOK_UP)).isTrue();
    }

    @Test
    void toAllOfWhichOneHangsStopNoChecks() {
        hang(REALM, Purpose.LOOK_UP);

        assertThat(isLetThrough(REALM, Purpose.LOOK_UP)).isFalse();
        assertThat(isLetThrough(OTHER, Purpose.CHECK)).isTrue();
    }

    private boolean isLetThrough() {
        return isLetThrough(REALM, Purpose.LOOK_UP);
    }

    private boolean isLetThrough(Asked asked, Purpose purpose) {
        try {
            return calls.call(asked, purpose, () -> true);
        } catch (StorageUnavailableException e) {
            return false;
        }
    }

    @Test
    void areFewAtOnce() throws Exception {
        try (Crowd crowd = new Crowd(REALM, Purpose.LOOK_UP)) {
            assertThatThrownBy(() -> calls.call(REALM, Purpose.LOOK_UP, () -> "alice"))
                    .as("no outage")
                    .isInstanceOf(StorageBusyException.class);
            assertThat(calls.<String>call(REALM, Purpose.CHECK, () -> "bob"))
                    .as("has turns of its own")
                    .isEqualTo("bob");
            crowd.areAnswered();
        }
    }

    @Test
    void toOneStorageTakeNoTurnsOfAnother() throws Exception {
        try (Crowd crowd = new Crowd(ONE, Purpose.CHECK)) {
            assertThat(calls.<String>call(OTHER, Purpose.CHECK, () -> "bob")).isEqualTo("bob");
            crowd.areAnswered();
        }
    }

    /** Of eight storages that hang, each in a realm of its own. */
    @Test
    void thatCheckAreBoundedByNoOtherStorage() throws Exception {
        try (Crowds crowds = new Crowds(Purpose.CHECK)) {
            assertThat(calls.<String>call(OTHER, Purpose.CHECK, () -> "bob")).isEqualTo("bob");
            assertThat(calls.<String>call(OTHER, Purpose.LOOK_UP, () -> "bob")).isEqualTo("bob");
            crowds.areAnswered();
        }
    }

    @Test
    void thatLookUpNamesAreBoundedInAllAndLeaveRoomForChecks() throws Exception {
        try (Crowds crowds = new Crowds(Purpose.LOOK_UP)) {
            assertThat(nineAtOnceAreLetThrough(OTHER, Purpose.LOOK_UP)).containsOnly(false);
            assertThat(calls.<String>call(OTHER, Purpose.CHECK, () -> "bob")).isEqualTo("bob");
            crowds.areAnswered();
        }
        assertThat(isLetThrough(OTHER, Purpose.LOOK_UP))
                .as("those that found no room hold no turn")
                .isTrue();
    }

    /** More than a storage has turns. */
    private List<Boolean> nineAtOnceAreLetThrough(Asked asked, Purpose purpose) throws Exception {
        ExecutorService requesters = Executors.newFixedThreadPool(9);
        List<Boolean> letThrough = new ArrayList<>();
        for (Future<Boolean> one :
                requesters.invokeAll(Collections.<Callable<Boolean>>nCopies(9, () -> isLetThrough(asked, purpose)))) {
            letThrough.add(one.get());
        }
        requesters.shutdown();
        return letThrough;
    }

    /** As where a container may have no more threads. More often than there are turns. */
    @ParameterizedTest
    @EnumSource
    void areNoOutageAndHoldNoTurnWithoutAThread(Purpose purpose) {
        Failing threads = new Failing(new OutOfMemoryError("unable to create native thread"), 100);
        try (StorageCalls failing = new StorageCalls(nanos::get, threads)) {
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> failing.call(ONE, purpose, () -> "alice"))
                        .isInstanceOf(StorageBusyException.class)
                        .hasCauseInstanceOf(OutOfMemoryError.class);
            }

            assertThat(failing.<String>call(ONE, purpose, () -> "alice")).isEqualTo("alice");
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdNoTurnWhateverIsThrown(Purpose purpose) {
        Failing threads = new Failing(new InternalError(), 100);
        try (StorageCalls failing = new StorageCalls(nanos::get, threads)) {
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> failing.call(ONE, purpose, () -> "alice"))
                        .isInstanceOf(InternalError.class);
            }

            assertThat(failing.<String>call(ONE, purpose, () -> "alice")).isEqualTo("alice");
        }
    }

    /** As many as may ask eight storages at once, waiting for an answer. */
    private final class Crowds implements AutoCloseable {

        private final List<Crowd> crowds = new ArrayList<>();

        private Crowds(Purpose purpose) throws InterruptedException {
            for (int i = 0; i < 8; i++) {
                crowds.add(new Crowd(new Asked("realm-" + i, "storage"), purpose));
            }
        }

        private void areAnswered() throws Exception {
            for (Crowd crowd : crowds) {
                crowd.areAnswered();
            }
        }

        @Override
        public void close() {
            crowds.forEach(Crowd::close);
        }
    }

    /** As many as may ask at once, waiting for an answer. */
    private final class Crowd implements AutoCloseable {

        private final CountDownLatch free = new CountDownLatch(1);
        private final ExecutorService requesters = Executors.newFixedThreadPool(8);
        private final List<Future<String>> answers = new ArrayList<>();

        private Crowd(Asked asked, Purpose purpose) throws InterruptedException {
            CountDownLatch busy = new CountDownLatch(8);
            for (int i = 0; i < 8; i++) {
                answers.add(requesters.submit(() -> calls.call(asked, purpose, () -> {
                    busy.countDown();
                    free.await();
                    return "alice";
                })));
            }
            busy.await();
        }

        private void areAnswered() throws Exception {
            free.countDown();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("alice");
            }
        }

        @Override
        public void close() {
            free.countDown();
            requesters.shutdown();
        }
    }
}
