package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.credential.EndCause;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Records the ends of app passwords in their rows, in the session's transaction. */
public final class RecordedEnds {

    private static final int SURPLUS_AT_ONCE = 1_000;

    private final EntityManager entityManager;

    public RecordedEnds(KeycloakSession session) {
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Records the end of an app password.
     *
     * @return {@code false} if the user has no such row, or its end is recorded already
     */
    public boolean end(String realmId, String userId, String credentialId, EndCause cause, Instant at) {
        return record(AppPasswordEntity.END, realmId, userId, credentialId, cause, at)
                        .executeUpdate()
                > 0;
    }

    /**
     * The same, with the label that the app password has at its end.
     *
     * @param label as stored; {@code null} if the credential has none
     */
    public boolean end(
            String realmId, String userId, String credentialId, @Nullable String label, EndCause cause, Instant at) {
        return record(AppPasswordEntity.END_WITH_LABEL, realmId, userId, credentialId, cause, at)
                        .setParameter("label", label)
                        .executeUpdate()
                > 0;
    }

    private Query record(String query, String realmId, String userId, String credentialId, EndCause cause, Instant at) {
        return entityManager
                .createNamedQuery(query)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .setParameter("id", credentialId)
                .setParameter("cause", cause.id())
                .setParameter("at", at.toEpochMilli());
    }

    /** Deletes the networks of app passwords whose end this transaction has recorded, and reads their rows. */
    public List<AppPasswordHistory> close(Collection<String> credentialIds) {
        if (credentialIds.isEmpty()) {
            return List.of();
        }
        entityManager
                .createNamedQuery(UsedNetworkEntity.DELETE_OF_CREDENTIALS)
                .setParameter("credentialIds", credentialIds)
                .executeUpdate();
        return entityManager
                .createNamedQuery(AppPasswordEntity.BY_ID, AppPasswordEntity.class)
                .setParameter("ids", credentialIds)
                .getResultStream()
                .map(this::current)
                .toList();
    }

    /** The session may have read the row before the end. */
    private AppPasswordHistory current(AppPasswordEntity row) {
        if (!row.hasEnded()) {
            entityManager.refresh(row);
        }
        return row.history();
    }

    /** Ids of the user's rows without a credential and without a recorded end; read past every cache. */
    public List<String> goneOf(String realmId, String userId) {
        return ofUser(AppPasswordEntity.GONE_OF_USER, realmId, userId).getResultList();
    }

    /** Deletes the oldest rows with a recorded end, so that {@value AppPasswordRows#MOST_ENDED} of each of these users are left. */
    public void keepNewest(String realmId, Collection<String> userIds) {
        if (userIds.isEmpty()) {
            return;
        }
        entityManager
                .createNamedQuery(AppPasswordEntity.USERS_WITH_MANY_ENDED, String.class)
                .setParameter("realmId", realmId)
                .setParameter("userIds", userIds)
                .setParameter("most", (long) AppPasswordRows.MOST_ENDED)
                .getResultList()
                .forEach(userId -> deleteOldest(realmId, userId));
    }

    private void deleteOldest(String realmId, String userId) {
        List<String> surplus = ofUser(AppPasswordEntity.ENDED_IDS_OF_USER, realmId, userId)
                .setFirstResult(AppPasswordRows.MOST_ENDED)
                .setMaxResults(SURPLUS_AT_ONCE)
                .getResultList();
        if (!surplus.isEmpty()) {
            entityManager
                    .createNamedQuery(AppPasswordEntity.DELETE_BY_ID)
                    .setParameter("ids", surplus)
                    .executeUpdate();
        }
    }

    /** Keeps the label that an app password has at its end. */
    public void relabel(String realmId, String userId, String credentialId, String label) {
        entityManager
                .createNamedQuery(AppPasswordEntity.RELABEL)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .setParameter("id", credentialId)
                .setParameter("label", label)
                .executeUpdate();
    }

    private TypedQuery<String> ofUser(String query, String realmId, String userId) {
        return entityManager
                .createNamedQuery(query, String.class)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId);
    }
}
