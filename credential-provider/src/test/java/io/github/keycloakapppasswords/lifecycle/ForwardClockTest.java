package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ForwardClockTest {

    private static final Instant START = Instant.parse("2030-01-02T03:04:05Z");

    private Instant system = START;
    private long nanos = 17;

    private final ForwardClock clock = new ForwardClock(
            new Clock() {
                @Override
                public Instant instant() {
                    return system;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    throw new UnsupportedOperationException();
                }
            },
            () -> nanos);

    private void pass(Duration time) {
        nanos += time.toNanos();
        system = system.plus(time);
    }

    @Test
    void showsTheSystemsTime() {
        pass(Duration.ofDays(40));
        assertThat(clock.instant()).isEqualTo(system);
    }

    @Test
    void isNotSetBack() {
        pass(Duration.ofHours(23));
        system = START.minus(Duration.ofDays(1));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(23)));
        pass(Duration.ofHours(1));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(24)));
    }

    @Test
    void forgetsAClockThatWasSetForwardByMistake() {
        system = START.plus(Duration.ofDays(3650));
        assertThat(clock.instant()).isEqualTo(system);
        system = START;
        pass(Duration.ofMinutes(1));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(1)));
    }

    @Test
    void bearsACounterThatDrifts() {
        nanos += Duration.ofMillis(900).toNanos();
        assertThat(clock.instant()).isEqualTo(START);
    }
}
