package io.github.keycloakapppasswords.watch;

import io.github.keycloakapppasswords.row.AppPasswordRows;
import io.github.keycloakapppasswords.row.Tombstone;
import io.github.keycloakapppasswords.secret.AppPasswordHash;
import java.time.Clock;
import java.time.Instant;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Predicate;
import org.keycloak.models.KeycloakSession;

/**
 * The app passwords that were made a moment ago, in the memory of this node: to recognise one that is sent with a wrong name.
 *
 * <p><b>Security.</b> A match changes no verdict. Only whoever sends the 120 right random bits can cause a match, and only the owner
 * of that app password sees it. All are compared, also after a match.
 */
public final class NewAppPasswords {

    /** On this node, of all realms: comparing them all takes a fraction of a millisecond. */
    static final int MOST = 500;

    /**
     * A new app password.
     *
     * @param credentialId its id
     * @param userId its owner
     */
    public record NewAppPassword(String credentialId, String userId) {}

    private record Known(String realmId, NewAppPassword made, Tombstone record, Instant until) {}

    private final Deque<Known> known = new ConcurrentLinkedDeque<>();
    private final Clock clock;

    public NewAppPasswords(Clock clock) {
        this.clock = clock;
    }

    /** Whether the page of an app password that was made at this time may still be open. */
    public boolean isNew(Instant createdAt, Instant now) {
        return now.isBefore(createdAt.plus(WatchedSignIns.KEPT));
    }

    /** Reads the new app passwords of an owner who has just made one, in the session's transaction. */
    public void read(KeycloakSession session, String realmId, String userId) {
        Instant now = clock.instant();
        new AppPasswordRows(session)
                .unendedOf(realmId, userId).open().stream()
                        .filter(row -> isNew(row.history().createdAt(), now))
                        .forEach(row -> add(realmId, userId, row.tombstone()));
    }

    /**
     * Adds one that was made a moment ago. For one thread.
     *
     * @param record recognises it
     */
    public void add(String realmId, String userId, Tombstone record) {
        Instant now = clock.instant();
        known.removeIf(old -> !now.isBefore(old.until()) || old.record().id().equals(record.id()));
        while (known.size() >= MOST) {
            known.pollFirst();
        }
        known.addLast(
                new Known(realmId, new NewAppPassword(record.id(), userId), record, now.plus(WatchedSignIns.KEPT)));
    }

    /** Whether an app password was made in the realm a moment ago. */
    public boolean isAnyOf(String realmId) {
        Instant now = clock.instant();
        return known.stream().anyMatch(one -> one.realmId().equals(realmId) && now.isBefore(one.until()));
    }

    /**
     * The new app password of the realm that was sent.
     *
     * @param sent whether a hash is that of the app password that was sent; is asked about all
     */
    public Optional<NewAppPassword> recognise(String realmId, Predicate<AppPasswordHash> sent) {
        Optional<NewAppPassword> match = Optional.empty();
        Instant now = clock.instant();
        for (Known one : known) {
            boolean matches = one.realmId().equals(realmId)
                    && now.isBefore(one.until())
                    && sent.test(one.record().hash());
            match = matches ? Optional.of(one.made()) : match;
        }
        return match;
    }
}
