package io.github.keycloakapppasswords.watch;

import io.github.keycloakapppasswords.row.AppPasswordEntity;
import io.github.keycloakapppasswords.row.AppPasswordRows;
import io.github.keycloakapppasswords.row.Tombstone;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.worker.BackgroundWorker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Learns in a thread on each node which owners watch. The node hears that an app password was made from {@link #made}. The
 * mark that its owner watches may come a little later, its names later still, or never: an admin or a program has made the app password then.
 */
public final class WatchReader implements AutoCloseable {

    /** In one realm. The owner who has waited longest makes room. */
    static final int MOST_WAITING = 100;

    /** How long the mark of an owner is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private static final Duration TICK = Duration.ofMillis(500);

    /** A user for whom an app password was made. */
    record Maker(String realmId, String userId) {}

    private final Map<String, Map<String, Instant>> waiting = new HashMap<>();
    private final Predicate<Maker> reader;
    private final WatchedOwners owners;
    private final Clock clock;
    private final BackgroundWorker worker;

    /** @param clock that of validation */
    public WatchReader(KeycloakSessionFactory factory, WatchedOwners owners, Clock clock, MeterRegistry registry) {
        this(maker -> read(factory, owners, clock, maker), owners, clock, registry);
    }

    /** @param reader reads one owner; whether there is nothing left to read */
    WatchReader(Predicate<Maker> reader, WatchedOwners owners, Clock clock, MeterRegistry registry) {
        this.reader = reader;
        this.owners = owners;
        this.clock = clock;
        this.worker = new BackgroundWorker(
                "watched-owners",
                "Owners who are setting up a device do not see that its user name or password is wrong.",
                registry);
    }

    /** Begins to read. */
    public void start() {
        worker.everyIfAny(TICK, this::read);
    }

    /** An app password was made for this user, on any node. Only remembers the user. */
    public synchronized void made(String realmId, String userId) {
        Map<String, Instant> makers = waiting.computeIfAbsent(realmId, any -> new LinkedHashMap<>());
        makers.remove(userId);
        if (makers.size() >= MOST_WAITING) {
            Iterator<String> longest = makers.keySet().iterator();
            longest.next();
            longest.remove();
        }
        makers.put(userId, clock.instant());
    }

    /**
     * An app password of this user has ended, on any node. Whoever has made it is not to see the sign-ins of the user's other devices.
     * Only remembers the user.
     */
    public void ended(String realmId, String userId) {
        if (mayWatch(realmId, userId)) {
            made(realmId, userId);
        }
    }

    /** Whether this node knows the user as one who watches, or may soon learn of it. */
    public boolean mayWatch(String realmId, String userId) {
        return owners.watches(realmId, userId) || waitsFor(realmId, userId);
    }

    private synchronized boolean waitsFor(String realmId, String userId) {
        return waiting.getOrDefault(realmId, Map.of()).containsKey(userId);
    }

    /**
     * Reads each of the waiting owners once. A failure with one delays none of the others.
     *
     * @return whether an owner waited
     */
    boolean read() {
        owners.sweep();
        Throwable failure = null;
        Map<Maker, Instant> waiting = waiting();
        for (Map.Entry<Maker, Instant> entry : waiting.entrySet()) {
            try {
                if (reader.test(entry.getKey())) {
                    forget(entry);
                }
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }
        rethrow(failure);
        return !waiting.isEmpty();
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException fault) {
            throw fault;
        }
    }

    private synchronized Map<Maker, Instant> waiting() {
        Instant longest = clock.instant().minus(PATIENCE);
        waiting.values().forEach(makers -> makers.values().removeIf(since -> since.isBefore(longest)));
        waiting.values().removeIf(Map::isEmpty);
        Map<Maker, Instant> all = new LinkedHashMap<>();
        waiting.forEach(
                (realmId, makers) -> makers.forEach((userId, since) -> all.put(new Maker(realmId, userId), since)));
        return all;
    }

    /** Unless the owner has made another one meanwhile. */
    private synchronized void forget(Map.Entry<Maker, Instant> read) {
        Map<String, Instant> makers = waiting.get(read.getKey().realmId());
        if (makers != null) {
            makers.remove(read.getKey().userId(), read.getValue());
        }
    }

    private static boolean read(KeycloakSessionFactory factory, WatchedOwners owners, Clock clock, Maker maker) {
        return new OwnTransaction(factory).call("reading who watches", session -> read(session, owners, clock, maker));
    }

    private static boolean read(KeycloakSession session, WatchedOwners owners, Clock clock, Maker maker) {
        WatchedSignIns signIns = new WatchedSignIns(session);
        Optional<WatchedSignIns.Mark> mark = signIns.mark(maker.realmId(), maker.userId());
        if (mark.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        AppPasswordRows.ByState rows = new AppPasswordRows(session).byState(maker.realmId(), maker.userId());
        List<Tombstone> made = new ArrayList<>();
        rows.open().stream()
                .filter(row -> WatchedOwners.isNew(row.history().createdAt(), now))
                .sorted(Comparator.comparing(row -> row.history().createdAt()))
                .forEach(row -> made.add(row.tombstone()));
        Stream.concat(rows.revoked().stream(), rows.ended().stream())
                .map(AppPasswordEntity::history)
                .filter(ended -> WatchedOwners.isNew(ended.createdAt(), now))
                .forEach(ended -> signIns.end(maker.realmId(), ended.id()));
        owners.add(maker.realmId(), maker.userId(), mark.get().names(), made);
        return mark.get().complete();
    }

    /** Waits for a short time: what this node has read is in its memory only. */
    @Override
    public void close() {
        boolean ignored = worker.close(CLOSING, () -> {});
    }
}
