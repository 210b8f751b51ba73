package io.github.keycloakapppasswords.reporting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.NewsForOwner;
import io.github.keycloakapppasswords.watch.SignInOutcome;
import io.github.keycloakapppasswords.watch.WatchedSignIns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes attempts that are news for an owner who may be watching, without ever waiting, and passes them on when {@link #write} is
 * called, again and again.
 *
 * <p>Folds: the first acceptance of an app password, and the last refusal of an owner in each {@link #SLICE}. So neither a busy device
 * nor a flood of wrong tries makes much work. Attempts above the limits are dropped: the page says nothing of them. The limits
 * are those of one realm and of one owner, so that neither takes the room of another.
 *
 * <p><b>Security.</b> An attempt is passed on at a time that depends on when its question began, and not on when it was decided; the
 * same holds for which of two attempts is the last. Otherwise an owner could learn from the page how long the look-up of another
 * user took, past the floor under the time of a refusal.
 */
final class WatchedAttempts implements DecidedAttempts {

    /** Owners of one realm whose attempts wait. */
    static final int MOST_OWNERS = 200;

    /** App passwords of one owner whose acceptance waits; and slices of one owner in which a refusal waits. */
    static final int MOST_OF_ONE = 8;

    /** The time of a question is looked at no finer than this. */
    static final Duration SLICE = Duration.ofMillis(500);

    /** How long after its slice an attempt is passed on: longer than a decision takes. */
    static final Duration SETTLING = Duration.ofMillis(500);

    private static final int MOST_NOTED = 10_000;

    private static final Comparator<Watched> ORDER = Comparator.comparing(
                    (Watched watched) -> watched.news().asked())
            .thenComparing(watched -> watched.news().outcome())
            .thenComparing(watched -> watched.attempt().protocol().id());

    /** Of acceptances of one app password, this is passed on. */
    private static final BinaryOperator<Watched> FIRST = BinaryOperator.minBy(ORDER);

    /** Of refused attempts of one owner in one slice, this is passed on. */
    private static final BinaryOperator<Watched> LAST = BinaryOperator.maxBy(ORDER);

    /** One attempt. */
    record Watched(String realmId, NewsForOwner news, Attempt attempt) {

        private boolean isAccepted() {
            return news.outcome() == SignInOutcome.ACCEPTED;
        }

        private boolean hasSettled(long before) {
            return slice(news.asked()) < before;
        }
    }

    /**
     * The attempts of one owner that wait. Acceptances take no room of refusals. Which attempts stay depends on when their questions
     * began, and not on the order of the decisions.
     */
    private static final class Waiting {

        private final Map<String, Watched> accepted = new HashMap<>();
        private final NavigableMap<Long, Watched> refused = new TreeMap<>();

        void take(Watched watched) {
            if (!watched.isAccepted()) {
                refused.merge(slice(watched.news().asked()), watched, LAST);
                if (refused.size() > MOST_OF_ONE) {
                    refused.pollFirstEntry();
                }
                return;
            }
            String credentialId = String.valueOf(watched.news().credentialId());
            if (accepted.containsKey(credentialId) || accepted.size() < MOST_OF_ONE) {
                accepted.merge(credentialId, watched, FIRST);
            }
        }

        /** Moves the attempts that have settled. */
        void settle(long before, List<Watched> settled) {
            settle(before, accepted.values(), settled);
            settle(before, refused.values(), settled);
        }

        private static void settle(long before, Collection<Watched> waiting, List<Watched> settled) {
            waiting.stream().filter(watched -> watched.hasSettled(before)).forEach(settled::add);
            waiting.removeIf(watched -> watched.hasSettled(before));
        }

        boolean isEmpty() {
            return accepted.isEmpty() && refused.isEmpty();
        }
    }

    private record Noted(String realmId, @Nullable String credentialId) {}

    private final Map<String, Map<String, Waiting>> waiting = new HashMap<>();
    private final Cache<Noted, Boolean> noted;
    private final Predicate<Watched> writer;
    private final Clock clock;

    /**
     * @param writer writes one attempt; whether it is noted already, so that later ones of its kind are no news
     * @param clock that of validation
     */
    WatchedAttempts(Predicate<Watched> writer, Ticker ticker, Clock clock) {
        this.writer = writer;
        this.clock = clock;
        this.noted = Caffeine.newBuilder()
                .maximumSize(MOST_NOTED)
                .ticker(ticker)
                .expireAfterWrite(WatchedSignIns.LONGEST)
                .build();
    }

    @Override
    public void decided(String realmId, Attempt attempt, Decision decision) {
        decision.news().forEach(news -> take(new Watched(realmId, news, attempt)));
    }

    private void take(Watched watched) {
        if (watched.isAccepted() && noted.getIfPresent(noted(watched)) != null) {
            return;
        }
        synchronized (waiting) {
            Map<String, Waiting> realm = waiting.computeIfAbsent(watched.realmId(), any -> new HashMap<>());
            String userId = watched.news().userId();
            if (!realm.containsKey(userId) && realm.size() >= MOST_OWNERS) {
                return;
            }
            realm.computeIfAbsent(userId, any -> new Waiting()).take(watched);
        }
    }

    /**
     * Passes on what has settled, in the order in which the questions began. An attempt that fails delays no other.
     *
     * @return whether there was something to pass on
     */
    boolean write() {
        RuntimeException failure = null;
        List<Watched> settled = settled();
        for (Watched watched : settled) {
            try {
                if (writer.test(watched) && watched.isAccepted()) {
                    noted.put(noted(watched), true);
                }
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return !settled.isEmpty();
    }

    private List<Watched> settled() {
        long before = slice(clock.instant().minus(SETTLING));
        List<Watched> settled = new ArrayList<>();
        synchronized (waiting) {
            for (Map<String, Waiting> realm : waiting.values()) {
                realm.values().forEach(owner -> owner.settle(before, settled));
                realm.values().removeIf(Waiting::isEmpty);
            }
            waiting.values().removeIf(Map::isEmpty);
        }
        settled.sort(Comparator.comparing(watched -> watched.news().asked()));
        return settled;
    }

    private static long slice(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), SLICE.toMillis());
    }

    private static Noted noted(Watched watched) {
        return new Noted(watched.realmId(), watched.news().credentialId());
    }
}
