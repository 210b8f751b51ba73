package io.github.keycloakapppasswords.feed;

import io.github.keycloakapppasswords.change.Changes;
import io.github.keycloakapppasswords.change.FeedState;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * The position of each realm's feed, known to all nodes: Keycloak's single-use objects, a cache that the cluster shares, hold
 * it, so that a poll without news costs no SQL. A missing position is read from the database.
 */
final class FeedPositions {

    private static final String PREFIX = "app-passwords.feed.";
    private static final String EPOCH = "epoch";
    private static final String HEAD = "head";
    private static final String FORGOTTEN = "forgotten";

    /** Then the position is read from the database again, in case the cache lost an entry or kept an old one. */
    private static final long KNOWN_SECONDS = 60;

    /** The cached position; empty if the cache has none. */
    Optional<FeedState> known(KeycloakSession session, String realmId) {
        return Optional.ofNullable(session.singleUseObjects().get(PREFIX + realmId))
                .map(known -> new FeedState(
                        String.valueOf(known.get(EPOCH)),
                        Long.parseLong(known.get(HEAD)),
                        Long.parseLong(known.get(FORGOTTEN))));
    }

    /**
     * Reads the position from the database and publishes it to all nodes. Call once in a session: Keycloak's cache takes one
     * change of an entry in a transaction. In a new transaction, since that of a request may see an older position.
     */
    FeedState fromDatabase(KeycloakSession session, String realmId) {
        FeedState state = begin(session, realmId);
        tell(session, realmId, state);
        return state;
    }

    void tell(KeycloakSession session, String realmId, FeedState state) {
        session.singleUseObjects()
                .put(
                        PREFIX + realmId,
                        KNOWN_SECONDS,
                        Map.of(
                                EPOCH,
                                state.epoch(),
                                HEAD,
                                Long.toString(state.head()),
                                FORGOTTEN,
                                Long.toString(state.forgotten())));
    }

    /** The state of the realm's feed, which is begun now if necessary. */
    static FeedState begun(KeycloakSession session, String realmId) {
        Optional<FeedState> state = new Changes(session).state(realmId);
        return state.orElseGet(() -> begin(session, realmId));
    }

    /** The state in a new transaction. If another node begins the feed first, the next call finds its state. */
    private static FeedState begin(KeycloakSession session, String realmId) {
        return new OwnTransaction(session.getKeycloakSessionFactory()).call("beginning a feed", another -> {
            Changes changes = new Changes(another);
            return changes.state(realmId).orElseGet(() -> changes.begin(realmId));
        });
    }
}
