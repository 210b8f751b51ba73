package io.github.keycloakapppasswords.username;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers names that no user had a moment ago. Keycloak caches the users that it found but not the misses, so that each
 * attempt at an unknown name would cost a query, and its time would show that the name is unknown.
 *
 * <p>An unknown name is remembered for {@link #LIFESPAN}, and {@link #MAXIMUM} names at most, so that made-up names cannot fill
 * the memory. A name that is known only as the other {@link Kind} has room that made-up names cannot take, and counts for
 * {@link #LIFESPAN_OF_OTHERS}: an e-mail address used for login is not also a user name. Both count until users of the realm
 * are made or changed on this node. Safe for use by several threads.
 */
public final class UnknownNames {

    /** How long a new user may have to wait on a node that did not see the user being made. */
    static final Duration LIFESPAN = Duration.ofSeconds(30);

    static final int MAXIMUM = 10_000;

    /**
     * How long this node may miss that a user took a name as this kind on a node that this node does not hear of. Until then
     * the name means the other user. Mail clients ask every few minutes.
     */
    public static final Duration LIFESPAN_OF_OTHERS = Duration.ofMinutes(10);

    /** About 50 MB if all places are taken: 245 bytes each, measured. */
    private static final int MAXIMUM_OF_OTHERS = 200_000;

    /** The property that a name was looked up as. */
    public enum Kind {
        USERNAME,
        EMAIL
    }

    /**
     * @param realmId the realm's internal id
     * @param kind the property that the name was looked up as
     * @param name the name as Keycloak compares it
     */
    public record Name(String realmId, Kind kind, String name) {}

    private record Miss(long generation, long at) {}

    private final Ticker ticker;
    private final Cache<Name, Long> nobodys;
    private final Cache<Name, Miss> others;
    private final Map<String, Long> generations = new ConcurrentHashMap<>();

    /** @param outage how long the last answer of a storage counts while the storage is unavailable */
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

    /** Whether no user has the name. */
    public boolean contains(Name name) {
        Long generation = nobodys.getIfPresent(name);
        return generation != null && generation == generation(name.realmId());
    }

    /**
     * Whether no user had the name as this kind while a user had it as the other kind. Not an answer alone: it says only that
     * the name is not ambiguous.
     */
    public boolean isOnlyTheOther(Name name) {
        Miss miss = others.getIfPresent(name);
        return miss != null
                && miss.generation() == generation(name.realmId())
                && ticker.read() - miss.at() < LIFESPAN_OF_OTHERS.toNanos();
    }

    /** Like {@link #isOnlyTheOther}, but for the last answer of the storage, within the time allowed for an outage. */
    public boolean wasOnlyTheOther(Name name) {
        return others.getIfPresent(name) != null;
    }

    /** Must be read before the look-up whose miss is to be remembered. */
    public long generation(String realmId) {
        return generations.getOrDefault(realmId, 0L);
    }

    /** Remembers an unknown name; it counts only while the realm's users are of this generation, read before the look-up. */
    public void remember(Name name, long generation) {
        nobodys.put(name, generation);
    }

    /** Remembers a name that no user has as this kind, and a user has as the other kind. */
    public void rememberAsTheOther(Name name, long generation) {
        others.put(name, new Miss(generation, ticker.read()));
    }

    /** Users of the realm were made or changed. */
    public void forget(String realmId) {
        generations.merge(realmId, 1L, Long::sum);
    }

    /** The number of unknown names that are held after eviction. */
    long size() {
        nobodys.cleanUp();
        return nobodys.estimatedSize();
    }
}
