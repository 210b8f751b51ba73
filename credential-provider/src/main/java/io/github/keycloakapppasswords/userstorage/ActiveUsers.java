package io.github.keycloakapppasswords.userstorage;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;

/**
 * Users who were asked about since their storage answered last: those whom it is asked about again without waiting for
 * another question. Holds no more than its maximum; who finds no room is checked by the next question that is too late.
 */
final class ActiveUsers {

    private static final int MAXIMUM = 100_000;

    /**
     * @param storage the user's
     * @param userId the user's internal id
     */
    record Key(StorageCalls.Asked storage, String userId) {}

    private final ConcurrentMap<Key, Confirmation> users = new ConcurrentHashMap<>();

    /** A question about this user. */
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
