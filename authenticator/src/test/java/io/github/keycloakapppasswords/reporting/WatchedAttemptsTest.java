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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchedAttemptsTest {

    private static final NewsForOwner ACCEPTED = new NewsForOwner("alice", "phone", SignInOutcome.ACCEPTED);
    private static final NewsForOwner MISTYPED = new NewsForOwner(null, null, SignInOutcome.MISTYPED);

    private final AtomicLong nanos = new AtomicLong();
    private final List<Watched> written = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private final WatchedAttempts attempts =
            new WatchedAttempts(tasks::add, written::add, nanos::get, Clock.systemUTC());

    private void decided(NewsForOwner news, String name) {
        Decision decision = new Decision(Reason.WRONG_SECRET, null, null, null, null, true, List.of(news));
        attempts.decided("realm", new Attempt(name, Protocol.IMAP, "192.0.2.7"), decision);
    }

    private void work() {
        List.copyOf(tasks).forEach(Runnable::run);
        tasks.clear();
    }

    @Test
    void passOnWhatIsNews() {
        decided(ACCEPTED, "alice");
        attempts.decided(
                "realm",
                new Attempt("bob", Protocol.IMAP, null),
                new Decision(Reason.WRONG_SECRET, "bob", null, null, null, true));
        work();

        assertThat(written).hasSize(1);
        assertThat(written.get(0).news()).isEqualTo(ACCEPTED);
    }

    @Test
    void keepTheNameOnlyWhereItsUserIsStillToBeLookedUp() {
        decided(ACCEPTED, "alice");
        decided(MISTYPED, "alice");
        work();

        assertThat(written).extracting(Watched::name).containsExactly(null, "alice");
    }

    @Test
    void foldABusyDeviceAndRepeatedErrors() {
        for (int i = 0; i < 100; i++) {
            decided(ACCEPTED, "alice");
            decided(MISTYPED, "alice");
        }
        assertThat(tasks).hasSize(2);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        decided(ACCEPTED, "alice");
        decided(MISTYPED, "alice");

        assertThat(tasks).hasSize(3);
    }

    @Test
    void dropWhatIsTooMuch() {
        for (int i = 0; i < WatchedAttempts.CAPACITY + 100; i++) {
            decided(MISTYPED, "made-up-" + i);
        }
        assertThat(tasks).hasSize(WatchedAttempts.CAPACITY);
        work();

        decided(MISTYPED, "alice");

        assertThat(tasks).hasSize(1);
    }

    @Test
    void tryAgainAfterAFailure() {
        WatchedAttempts failing = new WatchedAttempts(
                tasks::add,
                watched -> {
                    throw new IllegalStateException("no cache");
                },
                nanos::get,
                Clock.systemUTC());
        Decision decision = new Decision(Reason.ACCEPTED, "alice", "phone", "phone", "alice", true, List.of(ACCEPTED));
        Attempt attempt = new Attempt("alice", Protocol.IMAP, null);
        failing.decided("realm", attempt, decision);
        assertThatThrownBy(this::work).isInstanceOf(IllegalStateException.class);
        tasks.clear();

        failing.decided("realm", attempt, decision);

        assertThat(tasks).hasSize(1);
    }
}
