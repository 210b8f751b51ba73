package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.reporting.WatchedAttempts.Watched;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.NewsForOwner;
import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.watch.SignInOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WatchedAttemptsTest {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration ALL = Duration.ofSeconds(1).plusMillis(1);

    private final SettableClock clock = new SettableClock(START);
    private final List<Watched> written = new ArrayList<>();

    /** App passwords whose acceptance the cache has. */
    private final Set<String> noted = new HashSet<>();

    private boolean failing;
    private final WatchedAttempts attempts = new WatchedAttempts(this::write, () -> 0, clock);

    private boolean write(Watched watched) {
        if (failing) {
            throw new IllegalStateException("no cache");
        }
        written.add(watched);
        String credentialId = watched.news().credentialId();
        return credentialId != null && noted.contains(credentialId);
    }

    private NewsForOwner news(String userId, @Nullable String credentialId, SignInOutcome outcome) {
        return new NewsForOwner(userId, credentialId, outcome, clock.instant());
    }

    private NewsForOwner accepted() {
        return news("alice", "phone", SignInOutcome.ACCEPTED);
    }

    private NewsForOwner mistyped() {
        return news("alice", null, SignInOutcome.MISTYPED);
    }

    private void decided(NewsForOwner news) {
        decided("realm", news, Protocol.IMAP);
    }

    private void decided(String realmId, NewsForOwner news, Protocol protocol) {
        Decision decision = new Decision(Reason.WRONG_SECRET, null, null, null, null, true, List.of(news));
        attempts.decided(realmId, new Attempt("alice", protocol, "192.0.2.7"), decision);
    }

    private void settle() {
        clock.advance(ALL);
        attempts.write();
    }

    @Test
    void passOnWhatIsNews() {
        NewsForOwner accepted = accepted();
        decided(accepted);
        attempts.decided(
                "realm",
                new Attempt("bob", Protocol.IMAP, null),
                new Decision(Reason.WRONG_SECRET, "bob", null, null, null, true));
        settle();

        assertThat(written).extracting(Watched::news).containsExactly(accepted);
    }

    /** So the metric of the worker keeps a failure until an attempt was passed on. */
    @Test
    void sayWhetherThereWasSomethingToPassOn() {
        assertThat(attempts.write()).isFalse();

        decided(mistyped());
        clock.advance(ALL);

        assertThat(attempts.write()).isTrue();
        assertThat(attempts.write()).isFalse();
    }

    @Test
    void passOnEachAttemptOnce() {
        decided(mistyped());
        settle();
        settle();

        assertThat(written).hasSize(1);
    }

    @Test
    void foldABusyDeviceAndRepeatedErrors() {
        for (int i = 0; i < 100; i++) {
            decided(accepted());
            decided(mistyped());
        }
        settle();

        assertThat(written).hasSize(2);
    }

    @Test
    void passOnTheLastErrorOfASlice() {
        decided(mistyped());
        clock.advance(Duration.ofMillis(1));
        NewsForOwner last = news("alice", null, SignInOutcome.NOT_AN_APP_PASSWORD);
        decided(last);
        settle();

        assertThat(written).extracting(Watched::news).containsExactly(last);
    }

    /** A device that tries without end must not keep the news from the page. */
    @Test
    void passOnAnErrorThatIsRepeatedWithoutEnd() {
        for (int i = 0; i < 30; i++) {
            decided(mistyped());
            clock.advance(Duration.ofMillis(100));
            attempts.write();
        }

        assertThat(written).hasSizeBetween(4, 6);
    }

    @Test
    void askAgainUntilTheFirstSignInIsNoted() {
        decided(accepted());
        settle();
        decided(accepted());
        settle();
        assertThat(written).hasSize(2);

        noted.add("phone");
        decided(accepted());
        settle();
        decided(accepted());
        settle();

        assertThat(written).hasSize(3);
    }

    @Test
    void tryAgainAfterAFailure() {
        failing = true;
        noted.add("phone");
        decided(accepted());
        clock.advance(ALL);
        assertThatThrownBy(attempts::write).isInstanceOf(IllegalStateException.class);
        failing = false;

        decided(accepted());
        settle();

        assertThat(written).hasSize(1);
    }

    /** An owner must not learn from the page how long the look-up of another user took. */
    @Nested
    class Timing {

        private final List<NewsForOwner> slices = new ArrayList<>();

        @BeforeEach
        void oneNewsEachTenthOfASecond() {
            for (int i = 0; i < 10; i++) {
                slices.add(
                        new NewsForOwner("alice-" + i, "phone", SignInOutcome.OTHER_NAME, START.plusMillis(i * 100L)));
            }
        }

        private List<List<String>> ticks(Duration lookUp) {
            List<List<String>> ticks = new ArrayList<>();
            SettableClock now = new SettableClock(START);
            List<String> seen = new ArrayList<>();
            WatchedAttempts watched =
                    new WatchedAttempts(attempt -> seen.add(attempt.news().userId()), () -> 0, now);
            for (int i = 0; i < 300; i++) {
                Instant before = now.instant();
                now.advance(Duration.ofMillis(10));
                for (NewsForOwner news : slices) {
                    Instant decided = news.asked().plus(lookUp);
                    if (decided.isAfter(before) && !decided.isAfter(now.instant())) {
                        watched.decided(
                                "realm",
                                new Attempt("bob", Protocol.IMAP, null),
                                new Decision(Reason.UNKNOWN_USER, null, null, null, null, true, List.of(news)));
                    }
                }
                if (i % 50 == 0) {
                    watched.write();
                    ticks.add(List.copyOf(seen));
                }
            }
            return ticks;
        }

        @Test
        void ofAShortLookUpIsThatOfALongOne() {
            List<List<String>> quick = ticks(Duration.ofMillis(1));

            assertThat(quick.get(quick.size() - 1)).hasSize(slices.size());
            for (int millis = 20; millis <= 480; millis += 20) {
                assertThat(ticks(Duration.ofMillis(millis))).as(millis + " ms").isEqualTo(quick);
            }
        }

        /** Which of two is the last depends on when they were asked. */
        @Test
        void isNotSeenByTheOrderOfTwoDecisions() {
            NewsForOwner first = mistyped();
            clock.advance(Duration.ofNanos(1000));
            NewsForOwner second = news("alice", "phone", SignInOutcome.OTHER_NAME);

            decided(second);
            decided(first);
            settle();

            assertThat(written).extracting(Watched::news).containsExactly(second);
        }

        @Test
        void isNotSeenByTheOrderOfTwoDecisionsOfTheSameInstant() {
            for (List<Protocol> order :
                    List.of(List.of(Protocol.IMAP, Protocol.SMTP), List.of(Protocol.SMTP, Protocol.IMAP))) {
                order.forEach(protocol -> decided("realm", mistyped(), protocol));
                settle();
            }

            assertThat(written)
                    .extracting(watched -> watched.attempt().protocol())
                    .containsExactly(Protocol.SMTP, Protocol.SMTP);
        }
    }

    @Nested
    class Limits {

        @Test
        void areThoseOfARealm() {
            for (int i = 0; i < 2 * WatchedAttempts.MOST_OWNERS; i++) {
                decided("hostile", news("user-" + i, null, SignInOutcome.MISTYPED), Protocol.IMAP);
            }
            decided(mistyped());
            settle();

            assertThat(written).hasSize(WatchedAttempts.MOST_OWNERS + 1);
            assertThat(written).extracting(Watched::realmId).contains("realm");
        }

        @Test
        void areThoseOfAnOwner() {
            IntStream.range(0, 1000).forEach(i -> decided(news("mallory", "id-" + i, SignInOutcome.ACCEPTED)));
            decided(accepted());
            settle();

            assertThat(written).hasSize(WatchedAttempts.MOST_OF_ONE + 1);
        }

        /** Otherwise the owner of many app passwords could see by the missing news how long another user was looked up. */
        @Test
        void ofAcceptancesTakeNoRoomOfRefusals() {
            IntStream.range(0, 1000).forEach(i -> decided(news("mallory", "id-" + i, SignInOutcome.ACCEPTED)));
            NewsForOwner otherName = news("mallory", "id-1", SignInOutcome.OTHER_NAME);
            decided(otherName);
            settle();

            assertThat(written).extracting(Watched::news).contains(otherName);
        }

        /** While the caches hang, more slices wait than there is room for. */
        @Test
        void keepTheNewestRefusalsInWhateverOrderTheyWereDecided() {
            List<NewsForOwner> refused = IntStream.range(0, 3 * WatchedAttempts.MOST_OF_ONE)
                    .mapToObj(i -> new NewsForOwner(
                            "alice",
                            "phone",
                            SignInOutcome.OTHER_NAME,
                            START.plus(WatchedAttempts.SLICE.multipliedBy(i))))
                    .toList();
            List<NewsForOwner> mixed = new ArrayList<>(refused);
            Collections.reverse(mixed.subList(3, mixed.size()));
            Collections.reverse(mixed.subList(0, 12));

            mixed.forEach(WatchedAttemptsTest.this::decided);
            clock.advance(Duration.ofMinutes(1));
            attempts.write();

            assertThat(written)
                    .extracting(Watched::news)
                    .containsExactlyElementsOf(refused.subList(2 * WatchedAttempts.MOST_OF_ONE, refused.size()));
        }

        @Test
        void areFreeAgainWhenTheAttemptsArePassedOn() {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < WatchedAttempts.MOST_OWNERS; i++) {
                    decided(news("user-" + i, null, SignInOutcome.MISTYPED));
                }
                settle();
            }

            assertThat(written).hasSize(3 * WatchedAttempts.MOST_OWNERS);
        }
    }
}
