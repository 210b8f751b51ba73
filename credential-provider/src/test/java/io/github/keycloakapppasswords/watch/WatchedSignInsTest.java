package io.github.keycloakapppasswords.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchedSignInsTest {

    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

    private final SingleUseObjects objects = new SingleUseObjects();
    private final WatchedSignIns signIns = new WatchedSignIns(objects.provider());

    @BeforeEach
    void aliceWatches() {
        signIns.watch("realm", "alice-id");
    }

    private static SignInNews news(SignInOutcome outcome, @Nullable String credentialId, Instant at) {
        return new SignInNews(outcome, Protocol.IMAP, "192.0.2.7", at, credentialId);
    }

    @Test
    void knowTheNamesOfAnOwnerByTheirDigests() {
        assertThat(signIns.mark("realm", "alice-id")).contains(new WatchedSignIns.Mark(Set.of(), false));

        signIns.addNames("realm", "alice-id", List.of("Alice", "alice", "alice@example.org"));

        assertThat(signIns.mark("realm", "alice-id"))
                .contains(new WatchedSignIns.Mark(
                        Set.of(WatchedSignIns.folded("alice"), WatchedSignIns.folded("ALICE@example.org")), true));
        assertThat(objects.toString()).doesNotContainIgnoringCase("alice@");
    }

    @Test
    void areOfOneRealm() {
        signIns.note("realm", "alice-id", news(SignInOutcome.ACCEPTED, "phone", NOW));
        signIns.note("realm", "alice-id", news(SignInOutcome.MISTYPED, null, NOW));

        assertThat(signIns.isWatched("other", "alice-id")).isFalse();
        assertThat(signIns.mark("other", "alice-id")).isEmpty();
        assertThat(signIns.watchedBy("other", "alice-id", "phone", NOW)).isEmpty();
        assertThat(signIns.watchedBy("realm", "alice-id", "phone", NOW)).isPresent();
    }

    @Test
    void countAsNotedOnlyWhenTheCacheHasThem() {
        assertThat(signIns.note("realm", "alice-id", news(SignInOutcome.ACCEPTED, "phone", NOW)))
                .isFalse();
        assertThat(signIns.note("realm", "alice-id", news(SignInOutcome.ACCEPTED, "phone", NOW)))
                .isTrue();
    }

    @Test
    void showTheFirstAcceptedOneBeforeTheLastRefusedOne() {
        signIns.note("realm", "alice-id", news(SignInOutcome.ACCEPTED, "phone", NOW));
        signIns.note("realm", "alice-id", news(SignInOutcome.ACCEPTED, "phone", NOW.plusSeconds(5)));
        signIns.note("realm", "alice-id", news(SignInOutcome.MISTYPED, null, NOW.plusSeconds(6)));

        assertThat(signIns.watchedBy("realm", "alice-id", "phone", NOW))
                .contains(news(SignInOutcome.ACCEPTED, "phone", NOW));
        assertThat(signIns.watchedBy("realm", "alice-id", "tablet", NOW))
                .contains(news(SignInOutcome.MISTYPED, null, NOW.plusSeconds(6)));
    }

    @Test
    void showNothingFromBeforeThePage() {
        signIns.note("realm", "alice-id", news(SignInOutcome.ACCEPTED, "phone", NOW));
        signIns.note("realm", "alice-id", news(SignInOutcome.MISTYPED, null, NOW));

        assertThat(signIns.watchedBy("realm", "alice-id", "phone", NOW.plusSeconds(1)))
                .isEmpty();
    }

    /** An owner who was disabled, or whose app password somebody else has made. */
    @Test
    void showNothingToAnOwnerWhoDoesNotWatchAnyMore() {
        signIns.note("realm", "alice-id", news(SignInOutcome.ACCEPTED, "phone", NOW));
        signIns.note("realm", "alice-id", news(SignInOutcome.MISTYPED, null, NOW));

        signIns.forget("realm", "alice-id");
        signIns.addNames("realm", "alice-id", List.of("alice"));

        assertThat(signIns.isWatched("realm", "alice-id")).isFalse();
        assertThat(signIns.watchedBy("realm", "alice-id", "phone", NOW)).isEmpty();
    }

    @Test
    void showNothingOnThePageOfAnAppPasswordThatHasEnded() {
        signIns.note("realm", "alice-id", news(SignInOutcome.NOT_AN_APP_PASSWORD, null, NOW));

        signIns.end("realm", "phone");

        assertThat(signIns.watchedBy("realm", "alice-id", "phone", NOW)).isEmpty();
        assertThat(signIns.watchedBy("realm", "alice-id", "tablet", NOW)).isPresent();
    }
}
