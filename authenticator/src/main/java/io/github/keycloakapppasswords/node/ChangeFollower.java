package io.github.keycloakapppasswords.node;

import io.github.keycloakapppasswords.change.Change;
import io.github.keycloakapppasswords.change.ChangeType;
import io.github.keycloakapppasswords.change.Changes;
import io.github.keycloakapppasswords.change.ChangesWithoutPlace;
import io.github.keycloakapppasswords.change.FeedMoved;
import io.github.keycloakapppasswords.change.FeedState;
import io.github.keycloakapppasswords.change.NotedChange;
import io.github.keycloakapppasswords.change.PlacedChange;
import io.github.keycloakapppasswords.work.PendingWorks;
import io.github.keycloakapppasswords.work.PendingWorks.Concerned;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;

/**
 * Evicts from this node's caches everything that changed in the database since the last reading, on any node. For one thread.
 *
 * <p><b>Security.</b> Keycloak's nodes tell each other what changed, and a message can be lost: the sender dies, a neighbour
 * hangs, the network is cut, or a node has formed a separate cluster. The database has every change that was committed.
 * A change counts here from the next reading on, before it has a place in the feed and before the work that it asks for
 * is done.
 */
final class ChangeFollower {

    private static final int PAGE = 500;

    private static final Set<ChangeType> SETTINGS = EnumSet.of(ChangeType.POLICY_CHANGED, ChangeType.SETTINGS_CHANGED);

    private static final Set<ChangeType> DISABLED = EnumSet.of(ChangeType.USER_DISABLED, ChangeType.USER_DELETED);

    private static final Set<ChangeType> ENDED = EnumSet.of(ChangeType.REVOKED, ChangeType.EXPIRED);

    /** Above that the realm's users are evicted all at once. */
    private static final int MOST_CHANGES = 5000;

    private final Map<String, FeedState> read = new HashMap<>();
    private Set<Concerning> makers = Set.of();
    private Set<Concerning> disabled = Set.of();
    private Set<Concerning> ended = Set.of();
    private boolean hasRead;
    private Set<String> unsettled = Set.of();

    /** Reads once, in the transaction of the session. */
    void read(KeycloakSession session) {
        Stale stale = new Stale();
        Changes changes = new Changes(session);
        Map<String, FeedState> states = changes.states();
        // a realm or a feed that was removed
        read.keySet().stream().filter(realmId -> !states.containsKey(realmId)).forEach(stale.realms::add);
        states.forEach((realmId, state) -> follow(stale, changes, realmId, state));
        Set<String> seen = new HashSet<>();
        Set<String> left = new TreeSet<>();
        for (NotedChange noted : all(changes::withoutPlace, NotedChange::id)) {
            seen.add(noted.id());
            if (unsettled.contains(noted.id())) {
                left.add(noted.realmId());
            } else {
                stale.add(noted);
            }
        }
        for (Concerned concerned : all(new PendingWorks(session)::concerned, Concerned::id)) {
            seen.add(concerned.id());
            if (!unsettled.contains(concerned.id())) {
                stale.add(concerned);
            }
        }
        stale.evict(new NodeCaches(session));
        read.keySet().retainAll(states.keySet());
        read.putAll(states);
        unsettled = seen;
        makers = stale.makers;
        disabled = stale.disabled;
        ended = stale.ended;
        hasRead = true;
        left.forEach(realmId -> session.getKeycloakSessionFactory().publish(new ChangesWithoutPlace(realmId)));
        stale.moved.forEach(realmId -> session.getKeycloakSessionFactory().publish(new FeedMoved(realmId)));
    }

    /** A feed that begins between two readings is read from its first change on. */
    private void follow(Stale stale, Changes changes, String realmId, FeedState state) {
        FeedState before = read.getOrDefault(realmId, new FeedState(state.epoch(), 0, 0));
        if (!hasRead
                || !before.epoch().equals(state.epoch())
                || before.head() < state.forgotten()
                || state.head() - before.head() > MOST_CHANGES) {
            // At the first reading of this node, what Keycloak cached before may be older than the feed.
            stale.realms.add(realmId);
            return;
        }
        if (before.head() < state.head()) {
            stale.moved.add(realmId);
        }
        long place = before.head();
        while (place < state.head()) {
            List<PlacedChange> page = changes.after(realmId, place, state.head());
            // changes seen before they had a place were evicted then
            page.stream()
                    .map(PlacedChange::noted)
                    .filter(noted -> !unsettled.contains(noted.id()))
                    .forEach(stale::add);
            place = page.isEmpty() ? state.head() : page.get(page.size() - 1).place();
        }
    }

    /** A user whom a change names. */
    record Concerning(String realmId, String userId) {}

    /** The users for whom app passwords were made, of the last reading. */
    Set<Concerning> makers() {
        return makers;
    }

    /** The users who were disabled or deleted, of the last reading. */
    Set<Concerning> disabled() {
        return disabled;
    }

    /** The users of whom an app password was revoked or has expired, of the last reading. */
    Set<Concerning> ended() {
        return ended;
    }

    /** The users and settings that one reading evicts, each once, and the realms whose feeds have moved. */
    private static final class Stale {

        private final Set<String> users = new HashSet<>();
        private final Set<String> settings = new HashSet<>();
        private final Set<String> realms = new HashSet<>();
        private final Set<String> moved = new TreeSet<>();
        private final Set<Concerning> makers = new HashSet<>();
        private final Set<Concerning> disabled = new HashSet<>();
        private final Set<Concerning> ended = new HashSet<>();

        void add(NotedChange noted) {
            Change change = noted.change();
            String realmId = noted.realmId();
            if (change.type() == ChangeType.MADE && change.userId() != null) {
                makers.add(new Concerning(realmId, change.userId()));
            }
            if (ENDED.contains(change.type()) && change.userId() != null) {
                ended.add(new Concerning(realmId, change.userId()));
            }
            if (DISABLED.contains(change.type()) && change.userId() != null) {
                disabled.add(new Concerning(realmId, change.userId()));
            }
            if (noted.isOwn() && change.type() == ChangeType.MADE) {
                // Keycloak has evicted the user here. A second eviction would make users of an unavailable directory
                // unknown.
                return;
            }
            if (change.userId() != null) {
                users.add(change.userId());
            } else if (SETTINGS.contains(change.type())) {
                settings.add(realmId);
            } else {
                realms.add(realmId);
            }
        }

        void add(Concerned concerned) {
            if (concerned.userId() == null) {
                realms.add(concerned.realmId());
            } else {
                users.add(concerned.userId());
            }
        }

        void evict(NodeCaches caches) {
            realms.forEach(caches::evictRealm);
            settings.removeAll(realms);
            settings.forEach(caches::evictSettings);
            users.forEach(caches::evictUser);
        }
    }

    private static <T> List<T> all(BiFunction<String, Integer, List<T>> pages, Function<T, String> id) {
        List<T> all = new ArrayList<>();
        String after = "";
        List<T> page;
        do {
            page = pages.apply(after, PAGE);
            all.addAll(page);
            after = page.isEmpty() ? after : id.apply(page.get(page.size() - 1));
        } while (page.size() == PAGE);
        return all;
    }
}
