package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.credential.EndCause;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Finds app passwords whose time is over, by the indexes of their rows. In the session's transaction. */
public final class DueAppPasswords {

    private final EntityManager entityManager;

    public DueAppPasswords(KeycloakSession session) {
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** The time by which an app password becomes due. */
    public enum Rule {
        /** The time that its owner chose. */
        EXPIRY(EndCause.EXPIRED, "p.expiresAt", "p.expiresAt <= :before"),
        /** Its last use. */
        LAST_USE(EndCause.IDLE, "p.usedAt", "p.usedAt <= :before"),
        /** That it was never used since its uses are noted: since it was made, or restored. */
        NO_USE(EndCause.NEVER_USED, "p.watchedSince", "p.usedAt is null and p.watchedSince <= :before");

        private final EndCause cause;
        private final String time;
        private final String condition;

        Rule(EndCause cause, String time, String condition) {
            this.cause = cause;
            this.time = time;
            this.condition = condition;
        }

        /** The cause of an end by this rule. */
        public EndCause cause() {
            return cause;
        }

        private String query() {
            return "select p from AppPasswordEntity p where p.realmId = :realmId and p.endedAt is null and "
                    + condition;
        }
    }

    /**
     * Those of the realm that are due, the earliest first.
     *
     * @param before the rule's time is this or earlier
     * @param first how many to leave out, 0 or more
     * @param maximum how many at most, 1 or more
     */
    public List<AppPasswordHistory> of(String realmId, Rule rule, Instant before, int first, int maximum) {
        return query(rule.query() + " order by " + rule.time + ", p.id", realmId, before)
                .setFirstResult(first)
                .setMaxResults(maximum)
                .getResultStream()
                .map(AppPasswordEntity::history)
                .toList();
    }

    /** Whether this one is due at the moment. */
    public boolean isDue(String realmId, Rule rule, Instant before, String credentialId) {
        return !query(rule.query() + " and p.id = :id", realmId, before)
                .setParameter("id", credentialId)
                .getResultList()
                .isEmpty();
    }

    private TypedQuery<AppPasswordEntity> query(String query, String realmId, Instant before) {
        return entityManager
                .createQuery(query, AppPasswordEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("before", before.toEpochMilli());
    }
}
