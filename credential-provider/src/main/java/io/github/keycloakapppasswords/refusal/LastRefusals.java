package io.github.keycloakapppasswords.refusal;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The last refusal of each user's device: one row for each user, in the database, so that a helpdesk finds it after a restart
 * and from any node. Rows are deleted with their user and realm. In the session's transaction.
 */
public final class LastRefusals {

    private final EntityManager entityManager;

    public LastRefusals(KeycloakSession session) {
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Notes a refusal in place of the one before.
     *
     * @throws jakarta.persistence.PersistenceException if another node notes this user's first one just now
     */
    public void note(String realmId, LastRefusal refusal) {
        LastRefusalEntity row = entityManager.find(LastRefusalEntity.class, refusal.userId());
        boolean first = row == null;
        LastRefusalEntity written = first ? new LastRefusalEntity(realmId, refusal.userId()) : row;
        written.refused(refusal);
        if (first) {
            entityManager.persist(written);
        }
        entityManager.flush();
    }

    /**
     * Notes refusals of many users by one read. Writes no refusal that the row has already, within a day, and none that is older
     * than the row's.
     *
     * @param refusals some hundred at most; of several with the same user the last counts
     * @return the number of rows that were written
     * @throws jakarta.persistence.PersistenceException if another node notes a user's first one just now
     */
    public int noteAll(String realmId, Collection<LastRefusal> refusals) {
        Map<String, LastRefusal> notes = new LinkedHashMap<>();
        refusals.forEach(refusal -> notes.put(refusal.userId(), refusal));
        Map<String, LastRefusalEntity> rows = rows(notes.keySet());
        int written = 0;
        for (LastRefusal refusal : notes.values()) {
            LastRefusalEntity row = rows.get(refusal.userId());
            if (row != null && row.covers(refusal)) {
                continue;
            }
            LastRefusalEntity refused = row == null ? new LastRefusalEntity(realmId, refusal.userId()) : row;
            refused.refused(refusal);
            if (row == null) {
                entityManager.persist(refused);
            }
            written++;
        }
        entityManager.flush();
        return written;
    }

    private Map<String, LastRefusalEntity> rows(Set<String> userIds) {
        if (userIds.isEmpty()) {
            return Map.of();
        }
        return entityManager
                .createNamedQuery(LastRefusalEntity.OF_USERS, LastRefusalEntity.class)
                .setParameter("userIds", userIds)
                .getResultStream()
                .collect(Collectors.toMap(LastRefusalEntity::userId, row -> row));
    }

    /**
     * Forgets from where users of a realm were refused.
     *
     * @param before only of refusals before this time
     * @return how many, at most {@code most}; 0: there are no more
     */
    public int forgetAddresses(String realmId, Instant before, int most) {
        List<LastRefusalEntity> rows = entityManager
                .createNamedQuery(LastRefusalEntity.ADDRESSES_BEFORE, LastRefusalEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("before", before.toEpochMilli())
                .setMaxResults(most)
                .getResultList();
        rows.forEach(LastRefusalEntity::forgetAddress);
        return rows.size();
    }

    /** The user's last one; empty if none was noted. */
    public Optional<LastRefusal> of(String realmId, String userId) {
        return Optional.ofNullable(entityManager.find(LastRefusalEntity.class, userId))
                .filter(row -> row.isOf(realmId))
                .map(LastRefusalEntity::asLastRefusal);
    }
}
