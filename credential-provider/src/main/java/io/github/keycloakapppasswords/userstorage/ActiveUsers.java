package io.github.keycloakapppasswords.userstorage;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;

/**
 * Users about whom a gateway asked since their storage last answered; {@link Revalidation} checks them in the background. The
 * number of users is bounded. A user without room is checked by the next question that finds the confirmation too old.
 */
final class ActiveUsers {

    private static final int MAXIMUM = 100_000;

    /**
     * @param storage the storage of the user
     * @param userId the user's internal id
     */
    record Key(StorageCalls.Asked storage, String userId) {}

    private final ConcurrentMap<Key, Confirmation> users = new ConcurrentHashMap<>();

    /** A gateway asked about this user. */
    void note(Key key, Confirmation confirmation) {
        if (confirmation.ask()) {
            if (users.size() < MAXIMUM) {
                users.put(key, confirmation);
            } else {
                confirmation.unask();
            }
        }
    }

    /** The storage has answered. The next question makes the user active again. */
    void done(Key key, Confirmation confirmation) {
        users.remove(key, confirmation);
        confirmation.unask();
    }

    void forEach(BiConsumer<Key, Confirmation> each) {
        users.forEach(each);
    }
}
