package io.github.keycloakapppasswords.reporting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.term.Digest;
import io.github.keycloakapppasswords.username.LoginName;
import java.time.Duration;
import java.util.function.Predicate;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The names and protocols with which something else than an app password was sent, on this node. Known users have separate places,
 * which made-up names cannot take. Safe for several threads.
 */
final class UnmovedMemory {

    /** 52 MB, measured, if all places are taken: 200,000 users with two protocols. */
    static final int MAXIMUM_OF_NOTED = 400_000;

    static final int MAXIMUM_OF_OTHERS = 50_000;

    /** Shorter than the time for which a row is left as it is: so the row of a device that goes on trying stays up to date. */
    static final Duration NOTED = Duration.ofHours(12);

    static final Duration OTHERS = Duration.ofDays(1);

    /** Why an attempt was dropped. */
    enum Drop {
        /** Too many waited. */
        NO_ROOM,
        /** Too many unknown names were searched for. */
        NOT_SEARCHED
    }

    /** What became of an attempt that is not noted. */
    private enum Fate {
        /** It waits, or its name is unknown. */
        TAKEN,
        /** The same, after it was dropped and counted. */
        TAKEN_LATE,
        NO_ROOM,
        NOT_SEARCHED
    }

    private final Cache<Long, Boolean> noted;
    private final Cache<Long, Fate> others;

    UnmovedMemory(Ticker ticker) {
        this.noted = cache(ticker, NOTED, MAXIMUM_OF_NOTED);
        this.others = cache(ticker, OTHERS, MAXIMUM_OF_OTHERS);
    }

    private static <V> Cache<Long, V> cache(Ticker ticker, Duration lifespan, int maximum) {
        return Caffeine.newBuilder()
                .expireAfterWrite(lifespan)
                .maximumSize(maximum)
                .ticker(ticker)
                .build();
    }

    /** The place of a name and protocol; the spellings of a name share one. */
    static long key(String realmId, String name, String protocol) {
        String read = LoginName.of(name, "").map(LoginName::value).orElse(name);
        return Digest.shortOf(
                realmId + '/' + protocol + '/' + LoginName.canonical(KeycloakModelUtils.toLowerCaseSafe(read)));
    }

    /**
     * Takes an attempt.
     *
     * @param hasRoom whether an attempt that was dropped for this reason would have room now
     * @return whether the attempt is to wait for its look-up; {@code false} for a repeated one, and without room
     */
    boolean take(long key, Predicate<Drop> hasRoom) {
        if (noted.getIfPresent(key) != null) {
            return false;
        }
        Fate before = others.getIfPresent(key);
        if (before != null && !hasRoomAgain(before, hasRoom)) {
            return false;
        }
        Fate taken = before == null ? Fate.TAKEN : Fate.TAKEN_LATE;
        return others.asMap().put(key, taken) != taken;
    }

    private static boolean hasRoomAgain(Fate before, Predicate<Drop> hasRoom) {
        return switch (before) {
            case TAKEN, TAKEN_LATE -> false;
            case NO_ROOM -> hasRoom.test(Drop.NO_ROOM);
            case NOT_SEARCHED -> hasRoom.test(Drop.NOT_SEARCHED);
        };
    }

    /**
     * Notes that a taken attempt was dropped.
     *
     * @return whether this is the first time: a device tries again and again
     */
    boolean drop(long key, Drop why) {
        Fate dropped = why == Drop.NO_ROOM ? Fate.NO_ROOM : Fate.NOT_SEARCHED;
        return others.asMap().put(key, dropped) != Fate.TAKEN_LATE;
    }

    /** The user of the name was found and noted. */
    void noted(long key) {
        noted.put(key, true);
        others.invalidate(key);
    }

    /** The attempt was lost: the next one is taken again. */
    void forget(long key) {
        others.invalidate(key);
    }

    /** The number of unknown, waiting and dropped names that are held after eviction. */
    long othersHeld() {
        others.cleanUp();
        return others.estimatedSize();
    }
}
