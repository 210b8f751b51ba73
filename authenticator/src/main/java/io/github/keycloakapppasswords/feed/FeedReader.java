package io.github.keycloakapppasswords.feed;

import io.github.keycloakapppasswords.change.Change;
import io.github.keycloakapppasswords.change.ChangeType;
import io.github.keycloakapppasswords.change.Changes;
import io.github.keycloakapppasswords.change.FeedState;
import io.github.keycloakapppasswords.change.PlacedChange;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import io.github.keycloakapppasswords.verdict.Requester;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * Reads the realm's feed for one gateway.
 *
 * <p><b>Security.</b> A gateway sees only changes of its own realm that concern its own protocols, and sees users by its own
 * login identity only.
 */
public final class FeedReader {

    private static final Logger LOG = Logger.getLogger(FeedReader.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Supplier<DatabaseBulkhead> bulkhead;
    private final FeedPositions heads = new FeedPositions();

    /** @param bulkhead is asked for a turn before the database is queried */
    public FeedReader(KeycloakSession session, RealmModel realm, Supplier<DatabaseBulkhead> bulkhead) {
        this.session = session;
        this.realm = realm;
        this.bulkhead = bulkhead;
    }

    /**
     * A page of changes.
     *
     * @param cursor the position for the next request
     * @param reset whether changes may be missing: the gateway must forget everything that it remembers
     * @param more whether more changes can be read at once
     */
    public record Page(String cursor, boolean reset, boolean more, List<Change> changes) {}

    /**
     * The changes after a cursor, in their order, each at least once.
     *
     * @param after {@code null} or empty at the gateway's first request
     * @throws InvalidRequestException if the text is not a cursor
     * @throws io.github.keycloakapppasswords.transaction.DatabaseBusyException if too many readers query the database already
     */
    public Page read(Requester requester, @Nullable String after) {
        DatabaseBulkhead.Turn turn = bulkhead.get().turn(session);
        Optional<FeedState> known = heads.known(session, realm.getId());
        FeedState state = known.orElseGet(() -> fromDatabase(turn));
        if (after == null || after.isEmpty()) {
            return anew(state);
        }
        Cursor cursor = Cursor.parse(after)
                .orElseThrow(() -> new InvalidRequestException(
                        "after", "after is not a cursor: it must be the cursor of an earlier answer, or left out."));
        if (!follows(cursor, state) && known.isPresent()) {
            // the cached position of this node may be old
            state = fromDatabase(turn);
        }
        if (!follows(cursor, state)) {
            return anew(state);
        }
        if (cursor.place() == state.head()) {
            return new Page(after, false, false, List.of());
        }
        turn.take();
        return changes(requester, cursor, state);
    }

    private FeedState fromDatabase(DatabaseBulkhead.Turn turn) {
        turn.take();
        return heads.fromDatabase(session, realm.getId());
    }

    private static boolean follows(Cursor cursor, FeedState state) {
        return cursor.epoch().equals(state.epoch())
                && cursor.place() >= state.forgotten()
                && cursor.place() <= state.head();
    }

    private static Page anew(FeedState state) {
        return new Page(new Cursor(state.epoch(), state.head()).toString(), true, false, List.of());
    }

    /**
     * In a new transaction: on MariaDB that of the request sees the database as its first read found it, which may be older than the
     * position. A change that it did not see would be skipped for ever.
     */
    private Page changes(Requester requester, Cursor cursor, FeedState state) {
        List<PlacedChange> read = new OwnTransaction(session.getKeycloakSessionFactory())
                .call("reading the feed", another -> new Changes(another)
                        .after(realm.getId(), cursor.place(), state.head()));
        long last = read.isEmpty() ? state.head() : read.get(read.size() - 1).place();
        List<Change> changes = read.stream()
                .map(PlacedChange::change)
                .filter(change -> concerns(requester, change))
                .toList();
        return new Page(new Cursor(state.epoch(), last).toString(), false, last < state.head(), changes);
    }

    private boolean concerns(Requester requester, Change change) {
        if (change.type().isForNodes()) {
            return false;
        }
        boolean protocol =
                change.protocols().isEmpty() || !Collections.disjoint(change.protocols(), requester.protocols());
        return protocol && (change.type() != ChangeType.ROLE_LOST || lacksRole(requester, change));
    }

    private boolean lacksRole(Requester requester, Change change) {
        if (requester.requiredRoleId() == null || change.userId() == null) {
            return false;
        }
        RoleModel role = realm.getRoleById(requester.requiredRoleId());
        return role == null || !isKnownToHave(role, change.userId());
    }

    /**
     * If the user's roles are unknown, the gateway gets the change: an unnecessary end of a session is better than a missing
     * one.
     */
    private boolean isKnownToHave(RoleModel role, String userId) {
        try {
            UserModel user = new ImportedUsers(session, realm).byId(userId);
            return user != null && user.hasRole(role);
        } catch (RuntimeException e) {
            LOG.debugf(e, "The roles of the user %s cannot be read now", userId);
            return false;
        }
    }
}
