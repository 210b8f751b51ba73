package io.github.keycloakapppasswords.username;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names that nobody had a moment ago. Keycloak remembers the users it found but not those it did not, so that each
 * attempt at an unknown name would cost a query, and its time would tell that the name is unknown.
 *
 * <p>A name that is nobody's is remembered for {@link #LIFESPAN}, and {@link #MAXIMUM} of them, so that made-up ones cannot
 * fill the memory. One that is somebody's, but not as this kind, has a place that made-up names cannot take, and counts for
 * {@link #LIFESPAN_OF_OTHERS}: whoever logs in by e-mail address has a name that is nobody's user name. Both count until users
 * of the realm are made or changed on this node. Safe for use by several threads.
 */
public final class UnknownNames {

    /** How long a new user may have to wait on a node that did not see her being made. */
    static final Duration LIFESPAN = Duration.ofSeconds(30);

    static final int MAXIMUM = 10_000;

    /**
     * How long somebody who takes another's name on a node that this one does not hear of goes unnoticed. Until then it is the
     * other's. Mail clients ask every few minutes.
     */
    public static final Duration LIFESPAN_OF_OTHERS = Duration.ofMinutes(10);

    /** Some 50 MB if all are taken: 245 bytes each, measured. */
    private static final int MAXIMUM_OF_OTHERS = 200_000;

    /** What a name was looked up as. */
    public enum Kind {
        USERNAME,
        EMAIL
    }

    /**
     * @param realmId the realm's internal id
     * @param kind what the name was looked up as
     * @param name the name as Keycloak compares it
     */
    public record Name(String realmId, Kind kind, String name) {}

    private record Miss(long generation, long at) {}

    private final Ticker ticker;
    private final Cache<Name, Long> nobodys;
    private final Cache<Name, Miss> others;
    private final Map<String, Long> generations = new ConcurrentHashMap<>();

    /** @param outage how long what a storage last said counts while it is away */
    public UnknownNames(Ticker ticker, Duration outage) {
        this.ticker = ticker;
        nobodys = cache(ticker, LIFESPAN, MAXIMUM);
        Duration longer = outage.compareTo(LIFESPAN_OF_OTHERS) > 0 ? outage : LIFESPAN_OF_OTHERS;
        others = cache(ticker, longer, MAXIMUM_OF_OTHERS);
    }

    private static <V> Cache<Name, V> cache(Ticker ticker, Duration lifespan, int maximum) {
        return Caffeine.newBuilder()
                .expireAfterWrite(lifespan)
                .maximumSize(maximum)
                .ticker(ticker)
                .build();
    }

    /** Whether the name is nobody's. */
    public boolean contains(Name name) {
        Long generation = nobodys.getIfPresent(name);
        return generation != null && generation == generation(name.realmId());
    }

    /**
     * Whether the name was nobody's as this kind while it was somebody's as the other. No answer by itself: it says only that
     * nobody disputes the other's.
     */
    public boolean isOnlyTheOther(Name name) {
        Miss miss = others.getIfPresent(name);
        return miss != null
                && miss.generation() == generation(name.realmId())
                && ticker.read() - miss.at() < LIFESPAN_OF_OTHERS.toNanos();
    }

    /** The same when the storage last said something about it, within the time that is given to an outage. */
    public boolean wasOnlyTheOther(Name name) {
        return others.getIfPresent(name) != null;
    }

    /** To be asked before the look-up whose miss is to be remembered. */
    public long generation(String realmId) {
        return generations.getOrDefault(realmId, 0L);
    }

    /** Remembers a name that is nobody's; it counts only while the realm's users are of the generation that was asked for before. */
    public void remember(Name name, long generation) {
        nobodys.put(name, generation);
    }

    /** Remembers a name that is nobody's as this kind, and somebody's as the other. */
    public void rememberAsTheOther(Name name, long generation) {
        others.put(name, new Miss(generation, ticker.read()));
    }

    /** Users of the realm were made or changed. */
    public void forget(String realmId) {
        generations.merge(realmId, 1L, Long::sum);
    }

    /** How many names that are nobody's are held, once what was pushed out is gone. */
    long size() {
        nobodys.cleanUp();
        return nobodys.estimatedSize();
    }
}
