package io.github.keycloakapppasswords.validation;

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
 * <p>A name is remembered for {@link #LIFESPAN}, or until users of its realm are made or changed on this node. At most
 * {@link #MAXIMUM} names are held, so that made-up ones cannot fill the memory. Safe for use by several threads.
 */
final class UnknownNames {

    /** How long a new user may have to wait on a node that did not see her being made. */
    static final Duration LIFESPAN = Duration.ofSeconds(30);

    static final int MAXIMUM = 10_000;

    /** Whoever logs in by an e-mail address has a name that is nobody's user name. */
    private static final int MOST_FORMERLY = 100_000;

    /** What a name was looked up as. */
    enum Kind {
        USERNAME,
        EMAIL
    }

    /**
     * @param realmId the realm's internal id
     * @param kind what the name was looked up as
     * @param name the name as Keycloak compares it
     */
    record Name(String realmId, Kind kind, String name) {}

    private final Cache<Name, Long> names;
    private final Cache<Name, Long> formerly;
    private final Map<String, Long> generations = new ConcurrentHashMap<>();

    /** @param outage how long it is remembered that a name was unknown, for while the storage is away */
    UnknownNames(Ticker ticker, Duration outage) {
        names = cache(ticker, LIFESPAN, MAXIMUM);
        formerly = cache(ticker, outage, MOST_FORMERLY);
    }

    private static Cache<Name, Long> cache(Ticker ticker, Duration lifespan, int maximum) {
        return Caffeine.newBuilder()
                .expireAfterWrite(lifespan)
                .maximumSize(maximum)
                .ticker(ticker)
                .build();
    }

    /** Whether the name was unknown when its storage last said something about it. No answer by itself. */
    boolean wasUnknown(Name name) {
        return formerly.getIfPresent(name) != null;
    }

    boolean contains(Name name) {
        Long generation = names.getIfPresent(name);
        return generation != null && generation == generation(name.realmId());
    }

    /** To be asked before the look-up whose miss is to be remembered. */
    long generation(String realmId) {
        return generations.getOrDefault(realmId, 0L);
    }

    /** Remembers a miss; it counts only while the realm's users are of the generation that was asked for before it. */
    void remember(Name name, long generation) {
        names.put(name, generation);
        formerly.put(name, generation);
    }

    /** Users of the realm were made or changed. */
    void forget(String realmId) {
        generations.merge(realmId, 1L, Long::sum);
    }

    /** How many are held, once what was pushed out is gone. */
    long size() {
        names.cleanUp();
        return names.estimatedSize();
    }
}
