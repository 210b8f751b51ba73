package io.github.keycloakapppasswords.feed;

import io.github.keycloakapppasswords.change.Changes;
import io.github.keycloakapppasswords.change.FeedState;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * How far each realm's feed has come, known to all nodes: Keycloak's single-use objects, a cache that the cluster shares,
 * hold it, so that a poll that finds nothing new costs no SQL. What is not there is read from the database.
 */
final class FeedPositions {

    private static final String PREFIX = "app-passwords.feed.";
    private static final String EPOCH = "epoch";
    private static final String HEAD = "head";
    private static final String FORGOTTEN = "forgotten";

    /** After that it is read from the database again, should the cache have lost or kept what it should not. */
    private static final long KNOWN_SECONDS = 60;

    /** What is known without a look into the database; empty if nothing is. */
    Optional<FeedState> known(KeycloakSession session, String realmId) {
        return Optional.ofNullable(session.singleUseObjects().get(PREFIX + realmId))
                .map(known -> new FeedState(
                        String.valueOf(known.get(EPOCH)),
                        Long.parseLong(known.get(HEAD)),
                        Long.parseLong(known.get(FORGOTTEN))));
    }

    /**
     * What the database has now; all nodes know it then. Once in a session: Keycloak's cache takes one change of an entry in
     * a transaction.
     */
    FeedState fromDatabase(KeycloakSession session, String realmId) {
        FeedState state = begun(session, realmId);
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

    /** The state of the realm's feed, which begins now if it has not. */
    static FeedState begun(KeycloakSession session, String realmId) {
        Optional<FeedState> state = new Changes(session).state(realmId);
        return state.orElseGet(() -> begin(session, realmId));
    }

    /** Another node may be first: then its state is found the next time. */
    private static FeedState begin(KeycloakSession session, String realmId) {
        return new OwnTransaction(session.getKeycloakSessionFactory()).call("beginning a feed", another -> {
            Changes changes = new Changes(another);
            return changes.state(realmId).orElseGet(() -> changes.begin(realmId));
        });
    }
}
