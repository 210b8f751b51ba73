package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.credential.EndCause;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
        EXPIRY(EndCause.EXPIRED, "p.expiresAt <= :before", "p.expiresAt"),
        /** Its last use. */
        LAST_USE(EndCause.IDLE, "p.usedDay <= :day and p.usedAt <= :before", "p.usedDay, p.usedAt"),
        /** That it was never used since its uses are noted: since it was made, or restored. */
        NO_USE(EndCause.NEVER_USED, "p.usedDay is null and p.watchedSince <= :before", "p.usedDay, p.watchedSince");

        private final EndCause cause;
        private final String condition;
        private final String order;

        Rule(EndCause cause, String condition, String order) {
            this.cause = cause;
            this.condition = condition;
            this.order = order;
        }

        /** The cause of an end by this rule. */
        public EndCause cause() {
            return cause;
        }

        private String query() {
            return " from AppPasswordEntity p where p.realmId = :realmId and p.endedAt is null and " + condition;
        }
    }

    /**
     * Those of the realm that are due, the earliest first. The order names the columns of the rule's index as they follow each
     * other there, also those that are null in each row: PostgreSQL 15 does not find the index's order otherwise.
     *
     * @param before the rule's time is this or earlier
     * @param first how many to leave out, 0 or more
     * @param maximum how many at most, 1 or more
     */
    public List<AppPasswordHistory> of(String realmId, Rule rule, Instant before, int first, int maximum) {
        String order = " order by p.endedAt, " + rule.order + ", p.id";
        return query("select p" + rule.query() + order, AppPasswordEntity.class, rule, realmId, before)
                .setFirstResult(first)
                .setMaxResults(maximum)
                .getResultStream()
                .map(AppPasswordEntity::history)
                .toList();
    }

    /** Which of these are due at the moment. */
    public Set<String> stillDue(String realmId, Rule rule, Instant before, Collection<String> credentialIds) {
        String among = " and p.id in :ids";
        return query("select p.id" + rule.query() + among, String.class, rule, realmId, before)
                .setParameter("ids", credentialIds)
                .getResultStream()
                .collect(Collectors.toSet());
    }

    private <T> TypedQuery<T> query(String text, Class<T> type, Rule rule, String realmId, Instant before) {
        TypedQuery<T> query = entityManager
                .createQuery(text, type)
                .setParameter("realmId", realmId)
                .setParameter("before", before.toEpochMilli());
        return rule == Rule.LAST_USE ? query.setParameter("day", AppPasswordUse.day(before)) : query;
    }
}
