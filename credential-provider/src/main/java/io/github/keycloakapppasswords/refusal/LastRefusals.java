package io.github.keycloakapppasswords.refusal;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
