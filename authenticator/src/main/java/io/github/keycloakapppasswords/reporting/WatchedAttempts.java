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
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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

    /** Waiting attempts of one owner. */
    static final int MOST_OF_ONE = 8;

    /** The time of a question is looked at no finer than this. */
    static final Duration SLICE = Duration.ofMillis(500);

    /** How long after its slice an attempt is passed on: longer than a decision takes. */
    static final Duration SETTLING = Duration.ofMillis(500);

    private static final int MOST_NOTED = 10_000;

    /** Of attempts of one owner in one slice, or of acceptances of one app password, this is passed on. */
    private static final BinaryOperator<Watched> LAST = BinaryOperator.maxBy(
            Comparator.comparing((Watched watched) -> watched.news().asked())
                    .thenComparing(watched -> watched.news().outcome())
                    .thenComparing(watched -> watched.attempt().protocol().id()));

    /** One attempt. */
    record Watched(String realmId, NewsForOwner news, Attempt attempt) {

        private boolean isAccepted() {
            return news.outcome() == SignInOutcome.ACCEPTED;
        }

        private Key key() {
            return isAccepted() ? new Key(news.credentialId(), 0) : new Key(null, slice(news.asked()));
        }
    }

    /**
     * Attempts that fold into one.
     *
     * @param acceptedId the app password; {@code null} for refusals
     * @param slice in which a refused question began
     */
    private record Key(@Nullable String acceptedId, long slice) {}

    private record Noted(String realmId, @Nullable String credentialId) {}

    private final Map<String, Map<String, Map<Key, Watched>>> waiting = new HashMap<>();
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
            Map<String, Map<Key, Watched>> realm = waiting.computeIfAbsent(watched.realmId(), any -> new HashMap<>());
            String userId = watched.news().userId();
            if (!realm.containsKey(userId) && realm.size() >= MOST_OWNERS) {
                return;
            }
            Map<Key, Watched> owner = realm.computeIfAbsent(userId, any -> new HashMap<>());
            Key key = watched.key();
            if (owner.containsKey(key) || owner.size() < MOST_OF_ONE) {
                owner.merge(key, watched, watched.isAccepted() ? (first, later) -> first : LAST);
            }
        }
    }

    /** Passes on what has settled, in the order in which the questions began. An attempt that fails delays no other. */
    void write() {
        RuntimeException failure = null;
        for (Watched watched : settled()) {
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
    }

    private List<Watched> settled() {
        long before = slice(clock.instant().minus(SETTLING));
        List<Watched> settled = new ArrayList<>();
        synchronized (waiting) {
            for (Map<String, Map<Key, Watched>> realm : waiting.values()) {
                for (Map<Key, Watched> owner : realm.values()) {
                    Iterator<Watched> all = owner.values().iterator();
                    while (all.hasNext()) {
                        Watched watched = all.next();
                        if (slice(watched.news().asked()) < before) {
                            settled.add(watched);
                            all.remove();
                        }
                    }
                }
                realm.values().removeIf(Map::isEmpty);
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
