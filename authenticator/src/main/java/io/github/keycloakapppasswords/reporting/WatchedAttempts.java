package io.github.keycloakapppasswords.reporting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.NewsForOwner;
import io.github.keycloakapppasswords.watch.SignInOutcome;
import io.github.keycloakapppasswords.watch.WatchedSignIns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes attempts that are news for an owner who may be watching, without ever waiting, and passes them on in the background.
 *
 * <p>Folds: the first acceptance of an app password, and one refusal a second of each kind, user or name, and protocol. So neither a
 * busy device nor a flood of wrong tries makes much work. Attempts above the capacity are dropped: the page then tells nothing of
 * them.
 */
final class WatchedAttempts {

    static final int CAPACITY = 500;

    private static final int MOST_FOLDS = 10_000;
    private static final Duration REFUSED = Duration.ofSeconds(1);

    /**
     * One attempt.
     *
     * @param name the submitted name where the user is still to be looked up; else {@code null}
     */
    record Watched(String realmId, NewsForOwner news, @Nullable String name, Attempt attempt, Instant at) {

        private Fold fold() {
            return new Fold(realmId, news, name, attempt.protocol().id());
        }
    }

    private record Fold(String realmId, NewsForOwner news, @Nullable String name, String protocol) {

        boolean isAccepted() {
            return news.outcome() == SignInOutcome.ACCEPTED;
        }
    }

    private final AtomicInteger waiting = new AtomicInteger();
    private final Cache<Fold, Boolean> folds;
    private final Predicate<Runnable> worker;
    private final Consumer<Watched> writer;
    private final Clock clock;

    /**
     * @param worker runs a task soon; {@code false} if it does not
     * @param writer writes one attempt
     */
    WatchedAttempts(Predicate<Runnable> worker, Consumer<Watched> writer, Ticker ticker, Clock clock) {
        this.worker = worker;
        this.writer = writer;
        this.clock = clock;
        this.folds = Caffeine.newBuilder()
                .maximumSize(MOST_FOLDS)
                .ticker(ticker)
                .expireAfter(Expiry.creating(
                        (Fold fold, Boolean open) -> fold.isAccepted() ? WatchedSignIns.LONGEST : REFUSED))
                .build();
    }

    void decided(String realmId, Attempt attempt, Decision decision) {
        decision.news().forEach(news -> decided(realmId, attempt, news));
    }

    private void decided(String realmId, Attempt attempt, NewsForOwner news) {
        String name = news.userId() == null ? attempt.name() : null;
        Watched watched = new Watched(realmId, news, name, attempt, clock.instant());
        Fold fold = watched.fold();
        if (folds.getIfPresent(fold) == null && folds.asMap().putIfAbsent(fold, true) == null && !take(fold, watched)) {
            folds.invalidate(fold);
        }
    }

    private boolean take(Fold fold, Watched watched) {
        if (waiting.incrementAndGet() <= CAPACITY && worker.test(() -> write(fold, watched))) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    private void write(Fold fold, Watched watched) {
        try {
            writer.accept(watched);
        } catch (RuntimeException | Error e) {
            folds.invalidate(fold);
            throw e;
        } finally {
            waiting.decrementAndGet();
        }
    }
}
