package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.lifecycle.DatabaseClock.Seen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseClockTest {

    private static final Instant NODE = Instant.parse("2030-01-02T03:04:05Z");

    private final AtomicLong nanos = new AtomicLong(77);
    private final AtomicReference<@Nullable Seen> seen = new AtomicReference<>();
    private final DatabaseClock clock = new DatabaseClock(Clock.fixed(NODE, ZoneOffset.UTC), nanos::get, seen);

    @Test
    void isTheClockOfTheNodeUntilTheDatabaseWasAsked() {
        assertThat(clock.instant()).isEqualTo(NODE);
        assertThat(clock.shared()).isEqualTo(NODE);
        assertThat(clock.ahead()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 30, -30})
    void isTheClockOfTheNodeUpToTheTolerance(long ahead) {
        clock.see(NODE.minusSeconds(ahead), nanos.get(), nanos.get());

        assertThat(clock.instant()).isEqualTo(NODE);
        assertThat(clock.ahead()).isEqualTo(Duration.ofSeconds(ahead));
    }

    @ParameterizedTest
    @ValueSource(longs = {31, -31, 3600, -86_400})
    void isTheClockOfTheDatabaseBeyondTheTolerance(long ahead) {
        Instant database = NODE.minusSeconds(ahead);
        clock.see(database, nanos.get(), nanos.get());

        assertThat(clock.instant()).isEqualTo(database);
        assertThat(clock.shared()).isEqualTo(database);
        assertThat(clock.ahead()).isEqualTo(Duration.ofSeconds(ahead));
    }

    @Test
    void goesOnBetweenTwoLooksAtTheDatabase() {
        Instant database = NODE.minusSeconds(3600);
        clock.see(database, nanos.get(), nanos.get());

        nanos.addAndGet(Duration.ofMinutes(7).toNanos());

        assertThat(clock.instant()).isEqualTo(database.plusSeconds(420));
    }

    /** The database may have hung after it had looked at its clock. */
    @Test
    void passesOverAnAnswerThatTookTooLong() {
        clock.see(NODE.minusSeconds(60), 0, Duration.ofMillis(1001).toNanos());

        assertThat(clock.instant()).isEqualTo(NODE);
        assertThat(clock.ahead()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {3600, -3600, 10, -10})
    void isForJobsTheEarlierOfBoth(long ahead) {
        Instant database = NODE.minusSeconds(ahead);
        clock.see(database, nanos.get(), nanos.get());

        assertThat(clock.earlier().instant()).isEqualTo(ahead > 30 ? database : NODE);
    }

    @Test
    void isSharedByAllOfAServer() {
        DatabaseClock another = new DatabaseClock(Clock.fixed(NODE.plusSeconds(5), ZoneOffset.UTC), nanos::get, seen);

        another.see(NODE.minusSeconds(60), nanos.get(), nanos.get());

        assertThat(clock.instant()).isEqualTo(NODE.minusSeconds(60));
    }
}
