package io.github.keycloakapppasswords.userstorage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.userstorage.StorageCalls.Asked;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevalidationTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static final StorageOptions OPTIONS = new StorageOptions(Duration.ofSeconds(60), Duration.ofMinutes(10));

    private final ActiveUsers active = new ActiveUsers();
    private final List<String> asked = new ArrayList<>();

    private static ActiveUsers.Key key(String storage, String user) {
        return new ActiveUsers.Key(new Asked("realm", storage), user);
    }

    private Confirmation asksAbout(String storage, String user, int secondsAgo) {
        Confirmation confirmation = new Confirmation(NOW.minusSeconds(secondsAgo));
        active.note(key(storage, user), confirmation);
        return confirmation;
    }

    private void round(boolean answers) {
        try (Revalidation revalidation =
                new Revalidation(active, OPTIONS, Clock.fixed(NOW, ZoneOffset.UTC), (key, confirmation) -> {
                    asked.add(key.userId());
                    return answers;
                })) {
            revalidation.round();
        }
    }

    @Test
    void asksWhenHalfOfTheTimeIsOver() {
        asksAbout("directory", "late", 31);
        asksAbout("directory", "early", 29);

        round(true);

        assertThat(asked).containsExactly("late");
    }

    @Test
    void leavesAStorageThatFailsToTheNextRoundAndNoOther() {
        for (int i = 0; i < 50; i++) {
            asksAbout("away", "user-" + i, 40);
            asksAbout("away too", "user-" + i, 40);
        }

        round(false);

        assertThat(asked).hasSize(6);
    }

    @Test
    void forgetsWhomNobodySpokeForInTheTimeOfAnOutage() {
        for (int i = 0; i < 50; i++) {
            asksAbout("removed", "user-" + i, 601);
        }
        asksAbout("away", "alice", 599);
        round(false);
        asked.clear();

        round(false);

        assertThat(asked).containsExactly("alice");
    }

    @Test
    void takesOneUpAgainWhoIsAskedAboutAfterThat() {
        Confirmation confirmation = asksAbout("directory", "alice", 601);
        round(false);
        asked.clear();

        active.note(key("directory", "alice"), confirmation);
        round(true);

        assertThat(asked).containsExactly("alice");
    }

    @Test
    void forgetsWhoIsNotAskedAbout() {
        ActiveUsers.Key key = key("directory", "alice");
        Confirmation confirmation = asksAbout("directory", "alice", 40);
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
