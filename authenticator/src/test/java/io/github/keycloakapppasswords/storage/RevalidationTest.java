package io.github.keycloakapppasswords.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevalidationTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final ActiveUsers active = new ActiveUsers();
    private final List<String> asked = new ArrayList<>();

    private Confirmation asksAbout(String realm, String user, int secondsAgo) {
        Confirmation confirmation = new Confirmation(NOW.minusSeconds(secondsAgo));
        active.note(new ActiveUsers.Key(realm, user), confirmation);
        return confirmation;
    }

    private void round(boolean answers) {
        try (Revalidation revalidation = new Revalidation(
                active, Duration.ofSeconds(60), Clock.fixed(NOW, ZoneOffset.UTC), (key, confirmation) -> {
                    asked.add(key.userId());
                    return answers;
                })) {
            revalidation.round();
        }
    }

    @Test
    void asksWhenHalfOfTheTimeIsOver() {
        asksAbout("realm", "late", 31);
        asksAbout("realm", "early", 29);

        round(true);

        assertThat(asked).containsExactly("late");
    }

    @Test
    void leavesARealmWhoseStorageFailsToTheNextRound() {
        for (int i = 0; i < 50; i++) {
            asksAbout("away", "user-" + i, 40);
        }

        round(false);

        assertThat(asked).hasSize(3);
    }

    @Test
    void forgetsWhoIsNotAskedAbout() {
        ActiveUsers.Key key = new ActiveUsers.Key("realm", "alice");
        Confirmation confirmation = asksAbout("realm", "alice", 40);
        active.done(key, confirmation);

        round(true);
        assertThat(asked).isEmpty();

        active.note(key, confirmation);
        round(true);
        assertThat(asked).containsExactly("alice");
    }

    @Test
    void isDoneByOneAtATimeAndNotAtOnceAfterAFailure() {
        Confirmation confirmation = new Confirmation(NOW);
        assertThat(confirmation.begin(NOW)).isTrue();
        assertThat(confirmation.begin(NOW)).isFalse();

        confirmation.failed(NOW);
        assertThat(confirmation.begin(NOW.plusSeconds(4))).isFalse();
        assertThat(confirmation.begin(NOW.plusSeconds(5))).isTrue();

        confirmation.answered(false, NOW.plusSeconds(5));
        assertThat(confirmation.isGone()).isTrue();
        assertThat(confirmation.isOlder(Duration.ZERO, NOW.plusSeconds(5))).isFalse();
    }
}
