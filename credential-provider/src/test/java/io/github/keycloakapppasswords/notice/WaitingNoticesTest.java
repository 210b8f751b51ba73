package io.github.keycloakapppasswords.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.notice.Notice.Item;
import io.github.keycloakapppasswords.notice.WaitingNotices.Mail;
import io.github.keycloakapppasswords.policy.MailNotice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingNoticesTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant SETTLED = NOW.plus(WaitingNotices.SETTLING);

    private final WaitingNotices waiting = new WaitingNotices(3);

    private static Notice made(String userId, String label) {
        return new Notice(
                new Notice.Key("realm", userId, MailNotice.MADE, userId + "@example.org"),
                List.of(new Item("id-" + label, label, Set.of(), NOW, null, null, null, null)));
    }

    private Optional<Mail> next(Instant at) {
        return waiting.next(at, key -> false);
    }

    @Test
    void areOneMailIfTheyComeInABurst() {
        waiting.add(made("alice", "a"), NOW);
        waiting.add(made("alice", "b"), NOW.plusMillis(10));
        waiting.add(made("bob", "c"), NOW);

        assertThat(next(SETTLED.minusMillis(1))).isEmpty();
        assertThat(next(SETTLED)).hasValueSatisfying(mail -> {
            assertThat(mail.key().userId()).isEqualTo("alice");
            assertThat(mail.items()).extracting(Item::label).containsExactly("a", "b");
        });
        assertThat(next(SETTLED)).map(mail -> mail.key().userId()).hasValue("bob");
        assertThat(next(SETTLED)).isEmpty();
    }

    @Test
    void waitForAWhileAfterAMailOfTheirKind() {
        waiting.add(made("alice", "a"), NOW);
        assertThat(next(SETTLED)).isPresent();
        Instant quietUntil = SETTLED.plus(WaitingNotices.QUIET);

        waiting.add(made("alice", "b"), SETTLED);
        waiting.add(made("alice", "c"), quietUntil.minusSeconds(60));
        waiting.add(
                new Notice(new Notice.Key("realm", "alice", MailNotice.PASSWORD_SET, "alice@example.org"), List.of()),
                SETTLED);

        assertThat(next(SETTLED.plusSeconds(10))).map(mail -> mail.key().kind()).hasValue(MailNotice.PASSWORD_SET);
        assertThat(next(quietUntil.minusMillis(1))).isEmpty();
        assertThat(next(quietUntil))
                .hasValueSatisfying(
                        mail -> assertThat(mail.items()).extracting(Item::label).containsExactly("b", "c"));
    }

    @Test
    void nameSomeAndCountTheRest() {
        IntStream.range(0, WaitingNotices.MOST_ITEMS + 7).forEach(i -> waiting.add(made("alice", "label " + i), NOW));

        assertThat(next(SETTLED)).hasValueSatisfying(mail -> {
            assertThat(mail.items()).hasSize(WaitingNotices.MOST_ITEMS);
            assertThat(mail.more()).isEqualTo(7);
        });
    }

    @Test
    void holdNoMoreThanTheirMaximum() {
        for (int i = 0; i < 3; i++) {
            assertThat(waiting.add(made("user " + i, "a"), NOW)).isTrue();
        }

        assertThat(waiting.add(made("one more", "a"), NOW)).isFalse();
        assertThat(waiting.add(made("user 1", "b"), NOW)).isTrue();
        assertThat(waiting.size()).isEqualTo(3);
        assertThat(waiting.room()).isZero();

        // nor does what is remembered of mails that were sent
        for (int i = 0; i < 100; i++) {
            Instant at = NOW.plus(Duration.ofSeconds(10L * i));
            while (next(at.plusSeconds(5)).isPresent()) {
                assertThat(waiting.size()).isLessThan(3);
            }
            assertThat(waiting.add(made("later user " + i, "a"), at)).isTrue();
        }
    }

    @Test
    void areLeftWhoseMailServerIsAway() {
        waiting.add(made("alice", "a"), NOW);
        waiting.add(made("bob", "b"), NOW);

        assertThat(waiting.next(SETTLED, key -> key.userId().equals("alice")))
                .map(mail -> mail.key().userId())
                .hasValue("bob");
        assertThat(next(SETTLED)).map(mail -> mail.key().userId()).hasValue("alice");
    }
}
