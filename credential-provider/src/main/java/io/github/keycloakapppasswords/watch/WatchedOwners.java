package io.github.keycloakapppasswords.watch;

import io.github.keycloakapppasswords.row.Tombstone;
import io.github.keycloakapppasswords.secret.AppPasswordHash;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The owners who watch for the first sign-in just now, in the memory of this node, with their names and their new app passwords: to
 * recognise an app password that is sent with a wrong name, and an owner whose device sends something else. {@link WatchReader} fills
 * it. Reading never waits.
 *
 * <p><b>Security.</b> A match changes no verdict. Only whoever sends the 120 right random bits can cause a match of an app password,
 * and only the owner of that app password sees it. All are compared, also after a match. The limits are per realm and per
 * owner: an owner who makes many app passwords pushes out only their own, and a realm pushes out nothing of another realm.
 */
public final class WatchedOwners {

    /** In one realm. To compare all of their app passwords takes a fraction of a millisecond. */
    static final int MOST_OWNERS = 200;

    /** New app passwords of one owner; the newest stay. */
    static final int MOST_OF_ONE = 3;

    /**
     * A new app password.
     *
     * @param userId its owner
     * @param credentialId its id
     */
    public record Recognised(String userId, String credentialId) {}

    private record Owner(String userId, Set<String> names, List<Tombstone> made, Instant until) {}

    private final Map<String, Map<String, Owner>> realms = new ConcurrentHashMap<>();
    private final Clock clock;

    /** @param clock that of validation */
    public WatchedOwners(Clock clock) {
        this.clock = clock;
    }

    /** Whether the page of an app password that was made at this time may still be open. */
    public static boolean isNew(Instant createdAt, Instant now) {
        return now.isBefore(createdAt.plus(WatchedSignIns.KEPT));
    }

    /**
     * Adds an owner who watches, or replaces what was known of the owner. For one thread.
     *
     * @param names as {@link WatchedSignIns#folded} writes them
     * @param made recognise the owner's new app passwords, the oldest first
     */
    public void add(String realmId, String userId, Set<String> names, List<Tombstone> made) {
        Instant now = clock.instant();
        Map<String, Owner> owners = new LinkedHashMap<>(realms.getOrDefault(realmId, Map.of()));
        owners.remove(userId);
        owners.values().removeIf(owner -> !now.isBefore(owner.until()));
        Iterator<String> oldest = owners.keySet().iterator();
        while (owners.size() >= MOST_OWNERS) {
            oldest.next();
            oldest.remove();
        }
        List<Tombstone> newest = made.subList(Math.max(0, made.size() - MOST_OF_ONE), made.size());
        owners.put(userId, new Owner(userId, Set.copyOf(names), List.copyOf(newest), now.plus(WatchedSignIns.KEPT)));
        realms.put(realmId, owners);
    }

    /** Whether this node knows the user as an owner who watches. */
    public boolean watches(String realmId, String userId) {
        return owners(realmId).stream().anyMatch(owner -> owner.userId().equals(userId));
    }

    /** Forgets the realms in which nobody watches any more. For the thread that adds. */
    void sweep() {
        Instant now = clock.instant();
        realms.values().removeIf(owners -> owners.values().stream().noneMatch(owner -> now.isBefore(owner.until())));
    }

    /**
     * The new app password of the realm that was sent.
     *
     * @param sent whether a hash is that of the app password that was sent; is asked about all
     */
    public Optional<Recognised> recognise(String realmId, Predicate<AppPasswordHash> sent) {
        Optional<Recognised> match = Optional.empty();
        for (Owner owner : owners(realmId)) {
            for (Tombstone made : owner.made()) {
                boolean matches = sent.test(made.hash());
                match = matches ? Optional.of(new Recognised(owner.userId(), made.id())) : match;
            }
        }
        return match;
    }

    /**
     * The owner of a name.
     *
     * @param spellings of the submitted name
     * @return empty if no owner who watches has the name, and if two of them have it
     */
    public Optional<String> named(String realmId, Collection<String> spellings) {
        List<Owner> owners = owners(realmId);
        if (owners.isEmpty()) {
            return Optional.empty();
        }
        List<String> folded = spellings.stream().map(WatchedSignIns::folded).toList();
        List<String> found = owners.stream()
                .filter(owner -> folded.stream().anyMatch(owner.names()::contains))
                .map(Owner::userId)
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private List<Owner> owners(String realmId) {
        Map<String, Owner> owners = realms.get(realmId);
        if (owners == null) {
            return List.of();
        }
        Instant now = clock.instant();
        List<Owner> watching = new ArrayList<>(owners.size());
        for (Owner owner : owners.values()) {
            if (now.isBefore(owner.until())) {
                watching.add(owner);
            }
        }
        return watching;
    }
}
