package io.github.keycloakapppasswords.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.lifecycle.DatabaseClock;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StopSignalTest {

    private final AtomicLong nanos = new AtomicLong();
    private final NodeStatus status =
            new NodeStatus(Duration.ofMinutes(5), nanos::get, new DatabaseClock(Clock.systemUTC()));
    private final StopSignal signal = new StopSignal(status::stopping);

    @Test
    void takesTheNodeOutOfLoadBalancersWhenTheJvmBeginsToEnd() throws InterruptedException {
        assertThat(status.isReady()).isTrue();

        signal.hook().start();
        signal.hook().join();

        assertThat(status.isReady()).isFalse();
        assertThat(status.isStopping()).isTrue();
        assertThat(status.isOutOfTouch()).as("it answers what comes").isFalse();
    }

    @Test
    void isAHookOfTheJvmUntilItIsClosed() {
        signal.listen();

        signal.close();

        assertThat(Runtime.getRuntime().removeShutdownHook(signal.hook())).isFalse();
        assertThat(status.isReady()).isTrue();
    }

    @Test
    void closesWithoutHavingListened() {
        signal.close();

        assertThat(status.isReady()).isTrue();
    }
}
