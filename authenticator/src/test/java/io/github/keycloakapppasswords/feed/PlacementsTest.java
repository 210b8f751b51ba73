package io.github.keycloakapppasswords.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlacementsTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final Placements placements = new Placements(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void theFirstChangeGetsItsPlaceAtOnce() {
        assertThat(placements.untilNext("mail")).isZero();
    }

    @Test
    void changesThatFollowCloselyWaitForOneAnother() {
        placements.begin("mail");
        pass(Duration.ofMillis(50));

        assertThat(placements.untilNext("mail")).isEqualTo(Placements.APART.minusMillis(50));
    }

    @Test
    void aLaterChangeGetsItsPlaceAtOnce() {
        placements.begin("mail");
        pass(Placements.APART);

        assertThat(placements.untilNext("mail")).isZero();
    }

    @Test
    void anotherRealmDoesNotWait() {
        placements.begin("mail");

        assertThat(placements.untilNext("web")).isZero();
    }

    @Test
    void theNextPlacementOfOneRealmDoesNotShortenTheWaitOfAnother() {
        placements.begin("mail");
        pass(Duration.ofMillis(50));
        placements.begin("web");

        assertThat(placements.untilNext("mail")).isEqualTo(Placements.APART.minusMillis(50));
        assertThat(placements.untilNext("web")).isEqualTo(Placements.APART);
    }
}
