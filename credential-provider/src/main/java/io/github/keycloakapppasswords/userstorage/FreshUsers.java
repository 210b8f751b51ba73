package io.github.keycloakapppasswords.userstorage;

import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.userstorage.Confirmation.Outcome;
import io.github.keycloakapppasswords.userstorage.NameLookUp.Presence;
import io.github.keycloakapppasswords.userstorage.StorageCalls.Asked;
import io.github.keycloakapppasswords.userstorage.StorageCalls.Purpose;
import io.github.keycloakapppasswords.userstorage.UserCacheLookup.By;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.infinispan.entities.CachedUser;
import org.keycloak.models.utils.ReadOnlyUserModelDelegate;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.StorageUnavailableException;
import org.keycloak.storage.UserStoragePrivateUtil;

/**
 * Finds users of realms with user storages, and keeps cached users fresh. Keycloak itself caches a user until the user
 * is changed in Keycloak, and does not query the storage again.
 *
 * <p><b>Security.</b> A cached user counts for {@link StorageOptions#check} after the last answer of the storage. Then the
 * storage is asked again: in the background for users about whom gateways ask, for others before the next answer. An
 * unavailable storage is never a "no": known users count for {@link StorageOptions#outage}; look-ups of all others throw. An
 * answer from the cache runs no SQL, calls no storage and writes no cache.
 */
public final class FreshUsers implements UserSource, AutoCloseable {

    /** The longest age of an answer while the storage is available. */
    private static final Duration PROMISE = Duration.ofMinutes(5);

    private static final String CACHE_KEY = FreshUsers.class.getName();

    private final StorageOptions options;
    private final Clock timeOfDay;
    private final Clock clock = new SteadyClock(System::nanoTime);
    private final StorageCalls calls;
    private final StorageSessions sessions;
    private final UserCacheLookup cache = new UserCacheLookup();
    private final ActiveUsers active = new ActiveUsers();
    private final OutageLog outages;
    private final Revalidation revalidation;

    /** @param timeOfDay only for the age of an entry that Keycloak cached before the first question */
    public FreshUsers(KeycloakSessionFactory factory, StorageOptions options, Clock timeOfDay) {
        this(factory, options, timeOfDay, new StorageCalls(System::nanoTime));
    }

    /** @param calls closed together with this object */
    FreshUsers(KeycloakSessionFactory factory, StorageOptions options, Clock timeOfDay, StorageCalls calls) {
        this.calls = calls;
        this.timeOfDay = timeOfDay;
        this.options = options;
        this.outages = new OutageLog(clock);
        this.sessions = new StorageSessions(factory, calls);
        this.revalidation = new Revalidation(
                active, options, clock, (key, confirmation) -> check(key, confirmation) == Outcome.ANSWERED);
    }

    /** Starts the checks in the background. */
    public void start() {
        revalidation.start();
    }

    @Override
    public @Nullable UserModel byUsername(
            KeycloakSession session, RealmModel realm, String name, DatabaseBulkhead.Turn turn) {
        return find(new NameLookUp(session, realm), By.USERNAME, name, turn);
    }

    @Override
    public @Nullable UserModel byEmail(
            KeycloakSession session, RealmModel realm, String address, DatabaseBulkhead.Turn turn) {
        return find(new NameLookUp(session, realm), By.EMAIL, address, turn);
    }

    @Override
    public boolean canBeAskedFor(KeycloakSession session, RealmModel realm, String userId) {
        if (!new RealmStorages(session, realm).exist()) {
            return true;
        }
        // a cache entry proves nothing: Keycloak ignores an entry that was made while something changed
        UserModel local = StorageId.isLocalStorage(userId)
                ? UserStoragePrivateUtil.userLocalStorage(session).getUserById(realm, userId)
                : null;
        String storage = local == null ? StorageId.providerId(userId) : local.getFederationLink();
        try {
            return storage == null
                    || sessions.call(
                            new Asked(realm.getId(), storage), Purpose.LOOK_UP, false, (own, same) -> new ImportedUsers(
                                            own, same)
                                    .canBeAskedFor(userId));
        } catch (StorageUnavailableException e) {
            return false;
        }
    }

    /**
     * The names of a user, whom a storage is asked for within its limit of time.
     *
     * @return empty if the user does not exist, or the storage does not have the user now
     * @throws StorageUnavailableException if the storage does not answer
     */
    public Optional<UserNames> namesOf(KeycloakSession session, RealmModel realm, String userId) {
        UserModel local = StorageId.isLocalStorage(userId)
                ? UserStoragePrivateUtil.userLocalStorage(session).getUserById(realm, userId)
                : null;
        String storage = StorageId.isLocalStorage(userId)
                ? local == null ? null : local.getFederationLink()
                : StorageId.providerId(userId);
        return storage == null
                ? Optional.ofNullable(local).map(UserNames::of)
                : sessions.call(
                        new Asked(realm.getId(), storage),
                        Purpose.LOOK_UP,
                        Optional.empty(),
                        (own, same) -> Optional.ofNullable(new ImportedUsers(own, same).byId(userId))
                                .map(UserNames::of));
    }

    private @Nullable UserModel find(NameLookUp keycloak, By by, String name, DatabaseBulkhead.Turn turn) {
        Optional<CachedUser> cached = cached(keycloak, by, name);
        if (!new RealmStorages(keycloak.session(), keycloak.realm()).exist()) {
            if (cached.isEmpty()) {
                turn.take();
            }
            return keycloak.user(by, name);
        }
        if (cached.isEmpty()) {
            return findUncached(keycloak, by, name, turn);
        }
        String storage = UserCacheLookup.storageId(cached.get());
        turn.giveBack();
        boolean gone = storage != null
                && !isStillThere(cached.get(), new Asked(keycloak.realm().getId(), storage));
        if (cached(keycloak, by, name).isEmpty()) {
            // The user was evicted meanwhile, perhaps by the check itself.
            return findUncached(keycloak, by, name, turn);
        }
        if (gone) {
            turn.take();
        }
        // The cache may pass the user by, and Keycloak's look-up would delete an imported user.
        UserModel imported = gone ? keycloak.local(by, name) : null;
        UserModel user = imported == null ? keycloak.known(by, name, true) : imported;
        return gone ? new ReadOnlyUserModelDelegate(user, false) : user;
    }

    private Optional<CachedUser> cached(NameLookUp keycloak, By by, String name) {
        return cache.find(keycloak.session(), keycloak.realm(), by, name);
    }

    /**
     * Keycloak's own storage is asked first: users of the database do not depend on an unavailable storage. A slow
     * storage takes no turn of the database.
     */
    private @Nullable UserModel findUncached(NameLookUp keycloak, By by, String name, DatabaseBulkhead.Turn turn) {
        turn.take();
        UserModel local = keycloak.local(by, name);
        if (local != null && !local.isFederated()) {
            return keycloak.user(by, name);
        }
        turn.giveBack();
        Presence presence = sessions.call(
                new Asked(keycloak.realm().getId(), local == null ? null : local.getFederationLink()),
                Purpose.LOOK_UP,
                Presence.NOBODY,
                (session, realm) -> new NameLookUp(session, realm).presence(by, name));
        if (presence == Presence.NOBODY) {
            return null;
        }
        boolean cached =
                presence == Presence.THERE && cached(keycloak, by, name).isPresent();
        if (!cached) {
            turn.take();
        }
        if (presence == Presence.GONE) {
            return local == null ? null : new ReadOnlyUserModelDelegate(local, false);
        }
        return keycloak.known(by, name, cached);
    }

    /** @throws StorageUnavailableException if the last answer of the storage is too old */
    private boolean isStillThere(CachedUser user, Asked storage) {
        Instant now = clock.instant();
        Confirmation confirmation = confirmation(user, now);
        ActiveUsers.Key key = new ActiveUsers.Key(storage, user.getId());
        if (confirmation.isOlder(options.check(), now)
                && check(key, confirmation) == Outcome.BUSY
                && confirmation.isOlder(PROMISE, now)) {
            throw new StorageBusyException("Too many requests wait for the storage of a user.");
        }
        if (confirmation.isOlder(options.outage(), now)) {
            throw new StorageUnavailableException("The storage of a user has been unavailable for too long.");
        }
        active.note(key, confirmation);
        return !confirmation.isGone();
    }

    /** The storage confirmed a user at the moment at which Keycloak cached the user. */
    @SuppressWarnings("unchecked") // Keycloak declares the raw type
    private Confirmation confirmation(CachedUser user, Instant now) {
        Map<Object, Object> entry = user.getCachedWith();
        Object known = entry.get(CACHE_KEY);
        if (known == null) {
            Duration age = Duration.ofMillis(timeOfDay.millis() - user.getCacheTimestamp());
            // the computer's clock was set back: ask the storage
            Confirmation made = new Confirmation(now.minus(age.isNegative() ? PROMISE : age));
            known = entry.putIfAbsent(CACHE_KEY, made);
            return known == null ? made : (Confirmation) known;
        }
        return (Confirmation) known;
    }

    /** Asks the storage, or waits for a running check, unless the last check failed a moment ago. */
    Outcome check(ActiveUsers.Key key, Confirmation confirmation) {
        Instant at = clock.instant();
        if (!confirmation.begin(at)) {
            return confirmation.await(StorageCalls.MOST);
        }
        try {
            boolean there =
                    sessions.call(key.storage(), Purpose.CHECK, false, (session, realm) -> new UserCheck(session, realm)
                            .isThere(key.userId()));
            confirmation.answered(there, at);
            active.done(key, confirmation);
            return Outcome.ANSWERED;
        } catch (StorageBusyException e) {
            confirmation.busy();
            return Outcome.BUSY;
        } catch (RuntimeException e) {
            confirmation.failed(clock.instant());
            outages.failed(key.storage(), e);
            return Outcome.FAILED;
        } catch (Error e) {
            // an error of this server, not of the storage; a check without an end blocks all later ones
            confirmation.busy();
            throw e;
        }
    }

    @Override
    public void close() {
        revalidation.close();
        calls.close();
    }
}
