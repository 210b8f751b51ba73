package io.github.keycloakapppasswords.row;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The app passwords that will expire soon and whose owners have no notice yet, found by the index of their rows. The row
 * records the notice, so that neither a restart nor another node sends it twice. In the session's transaction.
 */
public final class ExpiringAppPasswords {

    private static final String UNTOLD = "select p from AppPasswordEntity p where p.realmId = :realmId"
            + " and p.expiryToldAt is null and p.endedAt is null and p.expiresAt > :now and p.expiresAt <= :until"
            + " and p.expiresAt - p.createdAt > :notice order by p.expiresAt, p.id";

    private static final String TELL = "update AppPasswordEntity p set p.expiryToldAt = :now where p.realmId = :realmId"
            + " and p.id = :id and p.expiryToldAt is null and p.endedAt is null and p.expiresAt > :now";

    private final EntityManager entityManager;

    public ExpiringAppPasswords(KeycloakSession session) {
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Those of the realm that expire within the time of notice, the earliest first; none that had no longer to live when
     * they were made.
     *
     * @param first how many to leave out, 0 or more
     * @param maximum how many at most, 1 or more
     */
    public List<AppPasswordHistory> untold(String realmId, Instant now, Duration notice, int first, int maximum) {
        return entityManager
                .createQuery(UNTOLD, AppPasswordEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("now", now.toEpochMilli())
                .setParameter("until", now.plus(notice).toEpochMilli())
                .setParameter("notice", notice.toMillis())
                .setFirstResult(first)
                .setMaxResults(maximum)
                .getResultStream()
                .map(AppPasswordEntity::history)
                .toList();
    }

    /**
     * Records the notice to the owner.
     *
     * @return {@code false} if another node sent the notice, or the app password has ended
     */
    public boolean tell(String realmId, String credentialId, Instant now) {
        return entityManager
                        .createQuery(TELL)
                        .setParameter("realmId", realmId)
                        .setParameter("id", credentialId)
                        .setParameter("now", now.toEpochMilli())
                        .executeUpdate()
                > 0;
    }
}
