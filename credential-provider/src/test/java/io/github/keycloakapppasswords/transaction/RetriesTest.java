package io.github.keycloakapppasswords.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final List<Long> pauses = new ArrayList<>();
    private long nanos;
    private int attempts;
    private final Retries retries =
            new Retries(new ConflictMeters(registry), new SecureRandom(), () -> nanos, pauses::add);

    private static RuntimeException conflict() {
        return new RuntimeException(new SQLException("a message", "40001", 1213));
    }

    private double counted(String outcome) {
        return registry.counter("app_passwords.database.conflicts", "outcome", outcome)
                .count();
    }

    private String failTimes(int failures) {
        return retries.run("a test", attempt -> {
            if (attempts++ < failures) {
                throw conflict();
            }
            return "done";
        });
    }

    @Test
    void doWhatSucceedsOnce() {
        assertThat(failTimes(0)).isEqualTo("done");
        assertThat(attempts).isEqualTo(1);
        assertThat(pauses).isEmpty();
        assertThat(counted("again")).isZero();
    }

    @Test
    void doItAgainAfterAConflict() {
        assertThat(failTimes(4)).isEqualTo("done");
        assertThat(attempts).isEqualTo(5);
        assertThat(counted("again")).isEqualTo(4);
        assertThat(counted("given_up")).isZero();
    }

    @Test
    void areBounded() {
        assertThatThrownBy(() -> failTimes(100)).hasRootCauseInstanceOf(SQLException.class);
        assertThat(attempts).isEqualTo(Retries.MOST_ATTEMPTS);
        assertThat(counted("again")).isEqualTo(4);
        assertThat(counted("given_up")).isEqualTo(1);
    }

    @Test
    void waitAtRandomAndNotForLong() {
        assertThatThrownBy(() -> failTimes(100)).isInstanceOf(RuntimeException.class);
        assertThat(pauses).hasSize(4);
        for (int i = 0; i < pauses.size(); i++) {
            assertThat(pauses.get(i)).isBetween(0L, 10L << i);
        }
    }

    @Test
    void endWhenLocksHaveTakenTooLong() {
        assertThatThrownBy(() -> retries.run("a test", attempt -> {
                    attempts++;
                    nanos += TimeUnit.SECONDS.toNanos(6);
                    throw conflict();
                }))
                .isInstanceOf(RuntimeException.class);
        assertThat(attempts).isEqualTo(2);
        assertThat(counted("given_up")).isEqualTo(1);
    }

    @Test
    void hideNoOtherFailure() {
        assertThatThrownBy(() -> retries.run("a test", attempt -> {
                    attempts++;
                    throw new IllegalStateException("a fault");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(attempts).isEqualTo(1);
        assertThat(counted("given_up")).isZero();
    }

    @Test
    void doNothingTwiceThatCannotBeUndone() {
        assertThatThrownBy(() -> retries.run("a test", attempt -> {
                    attempts++;
                    attempt.makeLast();
                    throw conflict();
                }))
                .isInstanceOf(RuntimeException.class);
        assertThat(attempts).isEqualTo(1);
        assertThat(counted("given_up")).isEqualTo(1);
    }

    @Test
    void endWhenTheServerStops() {
        Retries interrupted = new Retries(new ConflictMeters(registry), new SecureRandom(), () -> nanos, millis -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> interrupted.run("a test", attempt -> {
                    attempts++;
                    throw conflict();
                }))
                .hasRootCauseInstanceOf(SQLException.class);
        assertThat(attempts).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();
    }
}
