package io.github.keycloakapppasswords.userstorage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.userstorage.Confirmation.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConfirmationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicLong nanos = new AtomicLong();
    private final SteadyClock clock = new SteadyClock(nanos::get);

    @Test
    void isWaitedForByWhoeverAsksWhileSomebodyDoes() {
        Confirmation confirmation = new Confirmation(clock.instant());
        assertThat(confirmation.begin(clock.instant())).isTrue();
        assertThat(confirmation.begin(clock.instant())).isFalse();
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(
                () -> confirmation.await(PATIENCE) == Outcome.ANSWERED && confirmation.isGone());

        confirmation.answered(false, clock.instant());

        assertThat(second.join()).isTrue();
    }

    @Test
    void isNoOutageForWantOfATurn() {
        Confirmation confirmation = new Confirmation(clock.instant());
        assertThat(confirmation.begin(clock.instant())).isTrue();
        confirmation.busy();
        assertThat(confirmation.await(PATIENCE)).isEqualTo(Outcome.BUSY);
        assertThat(confirmation.begin(clock.instant())).as("at once again").isTrue();
        confirmation.failed(clock.instant());
        assertThat(confirmation.begin(clock.instant())).isFalse();
        assertThat(confirmation.await(PATIENCE)).isEqualTo(Outcome.FAILED);
    }

    @Test
    void growsOldEvenlyWhateverTheTimeOfDayIs() {
        Confirmation confirmation = new Confirmation(clock.instant());
        nanos.addAndGet(Duration.ofMinutes(4).toNanos());

        assertThat(confirmation.isOlder(Duration.ofMinutes(4), clock.instant())).isFalse();
        nanos.incrementAndGet();
        assertThat(confirmation.isOlder(Duration.ofMinutes(4), clock.instant())).isTrue();
    }
}
