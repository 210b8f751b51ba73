package io.github.keycloakapppasswords.store;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.row.RecordedEnds;
import io.github.keycloakapppasswords.transaction.WithoutFlush;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Ends app passwords, and records the time and cause: the only way by which this extension removes one. Also catches up with
 * removals by Keycloak's own consoles. In the session's transaction.
 *
 * <p><b>Security.</b> Touches credentials of the type {@code app-password} only, and of the given user only. Decides nothing
 * about who may end one: that is the caller's.
 */
public final class AppPasswordEnds {

    private final KeycloakSession session;
    private final Clock clock;
    private final RecordedEnds rows;

    public AppPasswordEnds(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
        this.rows = new RecordedEnds(session);
    }

    /**
     * Ends one: it is refused from the next validation on.
     *
     * @return {@code false} if this user has no app password of that id; nothing was changed then
     */
    public boolean end(RealmModel realm, UserModel user, String credentialId, EndCause cause) {
        return !endAll(realm, Map.of(credentialId, user), holders -> holders, cause)
                .isEmpty();
    }

    /**
     * Ends several, with fewer statements than one by one.
     *
     * @param holders the owners by the ids of their app passwords; may know no more than the user's id
     * @param whole makes users of whom more is known out of owners, by the users' ids: for listeners, after the removals
     * @return the ids of those that this call has ended; for the others nothing was changed, since their users have no app password of
     *     that id
     */
    public Set<String> endAll(
            RealmModel realm,
            Map<String, UserModel> holders,
            UnaryOperator<Map<String, UserModel>> whole,
            EndCause cause) {
        Instant now = clock.instant();
        Map<String, UserModel> recorded = new HashMap<>();
        Map<String, UserModel> ended = new HashMap<>();
        // Keycloak writes the removal of a credential at once
        WithoutFlush.run(
                session,
                () -> holders.forEach((id, holder) -> remove(holder, id).ifPresent(removed -> {
                    ended.put(id, holder);
                    if (rows.end(realm.getId(), holder.getId(), id, removed.getUserLabel(), cause, now)) {
                        recorded.put(id, holder);
                    }
                })));
        Map<String, UserModel> owners = whole.apply(ended.values().stream()
                .collect(Collectors.toMap(UserModel::getId, owner -> owner, (one, same) -> one)));
        recorded.replaceAll((id, holder) -> Objects.requireNonNull(owners.get(holder.getId())));
        publish(realm, recorded);
        keepNewest(realm, ended.values());
        return ended.keySet();
    }

    /** The credential as it was; empty if the owner has no such app password. */
    private static Optional<CredentialModel> remove(UserModel holder, String id) {
        CredentialModel stored = holder.credentialManager().getStoredCredentialById(id);
        boolean removed = stored != null
                && AppPasswordCredentialModel.TYPE.equals(stored.getType())
                && holder.credentialManager().removeStoredCredentialById(id);
        return removed ? Optional.of(stored) : Optional.empty();
    }

    /**
     * Notes the end of those that were removed past this extension, as revoked now. Whether a credential is gone is
     * read from the database: the user's cached entry may not know yet of one that another node has just made.
     *
     * @return how many
     */
    public int catchUp(RealmModel realm, UserModel user) {
        Instant now = clock.instant();
        Map<String, UserModel> recorded = rows.goneOf(realm.getId(), user.getId()).stream()
                .filter(id -> rows.end(realm.getId(), user.getId(), id, EndCause.REVOKED, now))
                .collect(Collectors.toMap(id -> id, id -> user));
        publish(realm, recorded);
        keepNewest(realm, List.of(user));
        return recorded.size();
    }

    /**
     * As {@link #catchUp(RealmModel, UserModel)}, and keeps the label of one app password at its end: Keycloak's consoles
     * rename a credential without an event.
     *
     * @param credentialId which one; {@code null} if that is not known
     * @param label as it was stored, hostile like any; {@code null} if that is not known
     */
    public int catchUp(RealmModel realm, UserModel user, @Nullable String credentialId, @Nullable String label) {
        if (credentialId != null && label != null) {
            rows.relabel(realm.getId(), user.getId(), credentialId, label);
        }
        return catchUp(realm, user);
    }

    private void keepNewest(RealmModel realm, Collection<UserModel> users) {
        rows.keepNewest(realm.getId(), idsOf(users));
    }

    private static Set<String> idsOf(Collection<UserModel> users) {
        return users.stream().map(UserModel::getId).collect(Collectors.toSet());
    }

    /** @param recorded the owners of the app passwords whose end was recorded, by the ids of the app passwords */
    private void publish(RealmModel realm, Map<String, UserModel> recorded) {
        KeycloakSessionFactory listeners = session.getKeycloakSessionFactory();
        for (AppPasswordHistory history : rows.close(recorded.keySet())) {
            UserModel owner = Objects.requireNonNull(recorded.get(history.id()));
            listeners.publish(new AppPasswordEnded(session, realm, owner, history));
        }
    }
}
