package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.row.DueAppPasswords;
import io.github.keycloakapppasswords.row.DueAppPasswords.Rule;
import io.github.keycloakapppasswords.store.AppPasswordEnds;
import io.github.keycloakapppasswords.transaction.RealmLocks;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import io.github.keycloakapppasswords.userstorage.UsersTogether;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Ends app passwords that are due, several in one transaction, which is the session's. */
final class DueEnds {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Clock clock;
    private final UsersTogether users;
    private final Set<String> together = new HashSet<>();

    DueEnds(KeycloakSession session, RealmModel realm, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.clock = clock;
        this.users = new UsersTogether(session, realm);
    }

    /**
     * Ends them. Looks again first: since they were found they may have been used, or revoked.
     *
     * @return how many are left, to be found again
     */
    int end(List<AppPasswordHistory> due, Rule rule, Instant limit) {
        if (!new RealmLocks(session).share(realm.getId())) {
            // it may be on its way out
            return due.size();
        }
        Set<String> stillDue = new DueAppPasswords(session)
                .stillDue(
                        realm.getId(),
                        rule,
                        limit,
                        due.stream().map(AppPasswordHistory::id).toList());
        Map<String, UserModel> holders = holders(due);
        int left = due.size() - holders.size();
        holders.keySet().retainAll(stillDue);
        users.loadCredentials(holders.keySet());
        AppPasswordEnds ends = new AppPasswordEnds(session, clock);
        Set<String> ended = ends.endAll(realm, holders, this::whole, rule.cause());
        for (Map.Entry<String, UserModel> one : holders.entrySet()) {
            if (!ended.contains(one.getKey()) && !isCaughtUp(ends, one.getValue())) {
                left++;
            }
        }
        Map<AppPasswordHistory, UserModel> told = new LinkedHashMap<>();
        due.stream().filter(one -> ended.contains(one.id())).forEach(one -> told.put(one, holders.get(one.id())));
        EndedEvent.tell(session, realm, told, rule.cause());
        return left;
    }

    /** By the ids of the app passwords; without those whose user is gone, or is not in the user's storage now. */
    private Map<String, UserModel> holders(List<AppPasswordHistory> due) {
        together.addAll(users.among(due.stream().map(AppPasswordHistory::userId).collect(Collectors.toSet())));
        Map<String, UserModel> holders = new LinkedHashMap<>();
        for (AppPasswordHistory one : due) {
            UserModel holder = together.contains(one.userId())
                    ? users.withIdOnly(one.userId())
                    : new ImportedUsers(session, realm).byId(one.userId());
            if (holder != null) {
                holders.put(one.id(), holder);
            }
        }
        return holders;
    }

    /** Another transaction was first. */
    private boolean isCaughtUp(AppPasswordEnds ends, UserModel holder) {
        UserModel owner = whole(holder);
        return owner != null && ends.catchUp(realm, owner) > 0;
    }

    private Map<String, UserModel> whole(Map<String, UserModel> holders) {
        users.load(holders.keySet().stream().filter(together::contains).toList());
        Map<String, UserModel> whole = new HashMap<>();
        holders.forEach((id, holder) ->
                whole.put(id, Objects.requireNonNull(whole(holder), "the lock of a credential keeps its user")));
        return whole;
    }

    private @Nullable UserModel whole(UserModel holder) {
        return together.contains(holder.getId()) ? users.whole(holder.getId()) : holder;
    }
}
