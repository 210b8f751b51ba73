package io.github.keycloakapppasswords.storage;

import io.github.keycloakapppasswords.storage.UserCachePeek.By;
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
 * The users of realms with user storages. Keycloak caches them for as long as nobody changes them in Keycloak, and
 * asks their storage no more.
 *
 * <p><b>Security.</b> A cached user counts for {@link StorageOptions#check} after her storage has spoken for her. Then it is
 * asked again: behind the questions for those who are asked about, or else before the next answer. A storage that
 * is away is never a "no": who is known lives on for {@link StorageOptions#outage}, for all others it throws. What answers from the
 * cache runs no SQL, calls no storage and writes no cache.
 */
public final class FreshUsers implements UserSource, AutoCloseable {

    private static final String CACHE_KEY = FreshUsers.class.getName();

    private final StorageOptions options;
    private final Clock clock;
    private final StorageCalls calls = new StorageCalls(System::nanoTime);
    private final StorageSessions sessions;
    private final UserCachePeek cache = new UserCachePeek();
    private final ActiveUsers active = new ActiveUsers();
    private final OutageLog outages;
    private final Revalidation revalidation;

    /** @param clock that never goes back */
    public FreshUsers(KeycloakSessionFactory factory, StorageOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.outages = new OutageLog(clock);
        this.sessions = new StorageSessions(factory, calls);
        this.revalidation = new Revalidation(active, options.check(), clock, this::check);
    }

    /** Begins to ask about those who are asked about. */
    public void start() {
        revalidation.start();
    }

    @Override
    public @Nullable UserModel byUsername(KeycloakSession session, RealmModel realm, String name) {
        return find(session, realm, By.USERNAME, name);
    }

    @Override
    public @Nullable UserModel byEmail(KeycloakSession session, RealmModel realm, String address) {
        return find(session, realm, By.EMAIL, address);
    }

    private @Nullable UserModel find(KeycloakSession session, RealmModel realm, By by, String name) {
        NameLookUp keycloak = new NameLookUp(session, realm);
        if (!new RealmStorages(session, realm).exist()) {
            return keycloak.find(session.users(), by, name);
        }
        Optional<CachedUser> cached = cache.find(session, realm, by, name);
        if (cached.isEmpty()) {
            return isKnownToStorages(keycloak, by, name) ? keycloak.find(session.users(), by, name) : null;
        }
        boolean gone = isStored(cached.get()) && !isStillThere(cached.get());
        UserModel user = keycloak.find(session.users(), by, name);
        return user != null && gone ? new ReadOnlyUserModelDelegate(user, false) : user;
    }

    /** Keycloak's own storage is asked first: its users have nothing to do with one that is away. */
    private boolean isKnownToStorages(NameLookUp keycloak, By by, String name) {
        UserModel local = keycloak.find(UserStoragePrivateUtil.userLocalStorage(keycloak.session()), by, name);
        return NameLookUp.isLocal(local)
                || sessions.call(keycloak.realm().getId(), false, (session, realm) -> new NameLookUp(session, realm)
                        .exists(by, name));
    }

    private static boolean isStored(CachedUser user) {
        return user.getFederationLink() != null || !StorageId.isLocalStorage(user.getId());
    }

    /** @throws StorageUnavailableException if the storage has not spoken for the user for too long */
    private boolean isStillThere(CachedUser user) {
        Instant now = clock.instant();
        Confirmation confirmation = confirmation(user, now);
        ActiveUsers.Key key = new ActiveUsers.Key(user.getRealm(), user.getId());
        if (confirmation.isOlder(options.check(), now)) {
            check(key, confirmation);
        }
        if (confirmation.isOlder(options.outage(), now)) {
            throw new StorageUnavailableException("The storage of a user is away for too long.");
        }
        active.note(key, confirmation);
        return !confirmation.isGone();
    }

    /** One whom Keycloak has just cached has just been spoken for. */
    @SuppressWarnings("unchecked") // Keycloak declares the raw type
    private Confirmation confirmation(CachedUser user, Instant now) {
        Map<Object, Object> entry = user.getCachedWith();
        Object known = entry.get(CACHE_KEY);
        if (known == null) {
            Duration age = Duration.between(Instant.ofEpochMilli(user.getCacheTimestamp()), now);
            Confirmation made = new Confirmation(now.minus(age.isNegative() ? Duration.ZERO : age));
            known = entry.putIfAbsent(CACHE_KEY, made);
            return known == null ? made : (Confirmation) known;
        }
        return (Confirmation) known;
    }

    /**
     * Asks the storage, unless somebody does so just now or did in vain a moment ago.
     *
     * @return {@code false} if it did not answer
     */
    private boolean check(ActiveUsers.Key key, Confirmation confirmation) {
        Instant at = clock.instant();
        if (!confirmation.begin(at)) {
            return true;
        }
        try {
            boolean there = sessions.call(
                    key.realmId(), false, (session, realm) -> new UserCheck(session, realm).isThere(key.userId()));
            confirmation.answered(there, at);
            active.done(key, confirmation);
            return true;
        } catch (RuntimeException e) {
            confirmation.failed(clock.instant());
            outages.failed(key.realmId(), e);
            return false;
        }
    }

    @Override
    public void close() {
        revalidation.close();
        calls.close();
    }
}
