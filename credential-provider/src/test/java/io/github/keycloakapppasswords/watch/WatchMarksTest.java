package io.github.keycloakapppasswords.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.keycloakapppasswords.watch.OwnerNames.Found;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Alice's directory hangs until a test lets it answer. */
@Timeout(30)
class WatchMarksTest {

    private static final WatchBegun ALICE = new WatchBegun("realm", "alice-id");
    private static final WatchBegun BOB = new WatchBegun("realm", "bob-id");

    private final SingleUseObjects objects = new SingleUseObjects();
    private final WatchedSignIns signIns = new WatchedSignIns(objects.provider());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final AtomicBoolean noCache = new AtomicBoolean();
    private final AtomicBoolean cachesHang = new AtomicBoolean();
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private @Nullable RuntimeException failure;
    private final WatchMarks marks = new WatchMarks(this::inCaches, this::find, registry);

    private void inCaches(Consumer<WatchedSignIns> work) {
        if (cachesHang.get()) {
            hang();
        }
        if (noCache.get()) {
            done.add("failed");
            throw new IllegalStateException("no cache");
        }
        synchronized (objects) {
            work.accept(signIns);
        }
        done.add("written");
    }

    private Found find(WatchBegun owner) {
        if (owner.equals(ALICE)) {
            hang();
        }
        return new Found(Set.of(owner.userId() + "@example.org"), failure);
    }

    private void hang() {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void await(String... expected) throws InterruptedException {
        for (String next : expected) {
            assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo(next);
        }
    }

    private WatchedSignIns.@Nullable Mark mark(WatchBegun owner) {
        synchronized (objects) {
            return signIns.mark(owner.realmId(), owner.userId()).orElse(null);
        }
    }

    private double failures(String worker) {
        return registry.get("app_passwords.worker.failures")
                .tag("worker", worker)
                .counter()
                .count();
    }

    @AfterEach
    void close() {
        hanging.countDown();
        marks.close();
    }

    /** The page that calls has the secret. */
    @Test
    void neitherDelayThePageNorAnotherMarkWhileADirectoryHangs() throws InterruptedException {
        marks.begun(ALICE);
        marks.begun(BOB);
        await("written", "written");

        assertThat(mark(ALICE)).isEqualTo(new WatchedSignIns.Mark(Set.of(), false));
        assertThat(mark(BOB)).isEqualTo(new WatchedSignIns.Mark(Set.of(), false));

        hanging.countDown();
        await("written", "written");

        assertThat(mark(ALICE))
                .isEqualTo(new WatchedSignIns.Mark(Set.of(WatchedSignIns.folded("alice-id@example.org")), true));
        assertThat(mark(BOB)).extracting(WatchedSignIns.Mark::complete).isEqualTo(true);
    }

    @Test
    void keepTheNamesThatWereFoundWhenALookUpFails() throws InterruptedException {
        failure = new IllegalStateException("no directory");

        marks.begun(BOB);
        await("written", "written");
        marks.close();

        assertThat(mark(BOB))
                .isEqualTo(new WatchedSignIns.Mark(Set.of(WatchedSignIns.folded("bob-id@example.org")), true));
        assertThat(failures("watch-names")).isEqualTo(1);
        assertThat(failures("watch-marks")).isZero();
    }

    @Test
    void takeNoMoreOwnersWhileTheCachesHang() throws InterruptedException {
        cachesHang.set(true);
        for (int i = 0; i < 3 * WatchMarks.MOST_WAITING; i++) {
            marks.begun(new WatchBegun("realm", "user-" + i));
        }
        hanging.countDown();
        marks.close();

        // the first one has left its place
        assertThat(objects.size()).isBetween(WatchMarks.MOST_WAITING, WatchMarks.MOST_WAITING + 1);
    }

    @Test
    void sayThatTheCachesFail() throws InterruptedException {
        noCache.set(true);
        marks.begun(BOB);
        await("failed");
        marks.close();

        assertThat(failures("watch-marks")).isEqualTo(1);
        assertThat(mark(BOB)).isNull();
    }

    @Test
    void endForAnOwnerWhoIsNotToSeeMore() throws InterruptedException {
        marks.begun(ALICE);
        await("written");
        marks.over(new WatchOver(ALICE.realmId(), ALICE.userId()));
        await("written");
        assertThat(mark(ALICE)).isNull();

        hanging.countDown();
        await("written");

        assertThat(mark(ALICE)).isNull();
    }

    @Test
    void failNotWhenTheServerStops() {
        marks.close();

        assertThatCode(() -> marks.begun(BOB)).doesNotThrowAnyException();
        assertThat(mark(BOB)).isNull();
    }
}
