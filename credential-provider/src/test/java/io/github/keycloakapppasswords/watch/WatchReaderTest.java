package io.github.keycloakapppasswords.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.watch.WatchReader.Maker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchReaderTest {

    private static final Maker ALICE = new Maker("realm", "alice");
    private static final Maker BOB = new Maker("realm", "bob");

    private final MovingClock clock = new MovingClock();
    private final List<Maker> asked = new ArrayList<>();
    private final Set<Maker> watching = new HashSet<>();
    private final Set<Maker> failing = new HashSet<>();
    private final WatchReader reader =
            new WatchReader(this::ask, new WatchedOwners(clock), clock, new SimpleMeterRegistry());

    private boolean ask(Maker maker) {
        asked.add(maker);
        if (failing.contains(maker)) {
            throw new IllegalStateException("no cache");
        }
        return watching.contains(maker);
    }

    private void made(Maker maker) {
        reader.made(maker.realmId(), maker.userId());
    }

    /** The thread that calls reads what was revoked, and must not wait. */
    @Test
    void asksNothingInTheThreadThatTellsItOfAnAppPassword() {
        made(ALICE);

        assertThat(asked).isEmpty();
    }

    @Test
    void asksUntilTheMarkIsThere() {
        made(ALICE);
        reader.read();
        watching.add(ALICE);
        reader.read();
        reader.read();

        assertThat(asked).containsExactly(ALICE, ALICE);
    }

    @Test
    void givesUpWhenNobodyWatches() {
        made(ALICE);
        reader.read();
        clock.advance(WatchReader.PATIENCE.plusMillis(1));
        reader.read();

        assertThat(asked).containsExactly(ALICE);
    }

    @Test
    void asksAboutTheOthersAfterAFailure() {
        failing.add(ALICE);
        made(ALICE);
        made(BOB);

        assertThatThrownBy(reader::read).isInstanceOf(IllegalStateException.class);

        assertThat(asked).containsExactly(ALICE, BOB);
    }

    /** A program that makes thousands takes no room of an owner, and none of another realm. */
    @Test
    void keepsTheNewestOfEachRealm() {
        made(new Maker("other", "carol"));
        for (int i = 0; i < 10 * WatchReader.MOST_WAITING; i++) {
            made(new Maker("realm", "device-" + i));
            clock.advance(Duration.ofNanos(1));
        }
        made(ALICE);

        reader.read();

        assertThat(asked).hasSize(1 + WatchReader.MOST_WAITING).contains(ALICE, new Maker("other", "carol"));
    }
}
