package io.github.keycloakapppasswords.refusal;

import io.github.keycloakapppasswords.term.Protocol;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Users who have not moved to app passwords yet, by user and protocol: in the database, so that they survive a restart and are
 * the same on all nodes. Rows are deleted with their user and realm. In the session's transaction.
 */
public final class NotMovedUsers {

    private final EntityManager entityManager;

    public NotMovedUsers(KeycloakSession session) {
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Notes that the user sent something else than an app password.
     *
     * @throws jakarta.persistence.PersistenceException if another node notes the same for the first time just now
     */
    public void note(String realmId, NotMoved notMoved) {
        NotMovedEntity row = entityManager.find(
                NotMovedEntity.class, new NotMovedEntity.Key(notMoved.userId(), notMoved.protocol()));
        boolean first = row == null;
        NotMovedEntity written = first ? new NotMovedEntity(realmId, notMoved.userId(), notMoved.protocol()) : row;
        written.sent(notMoved.gateway(), notMoved.lastAt());
        if (first) {
            entityManager.persist(written);
        }
        entityManager.flush();
    }

    /**
     * The realm's, newest first.
     *
     * @param protocol only at this protocol; {@code null} for all
     * @param since only users whose device sent it at this time or later
     * @param first how many to leave out, 0 or more
     * @param maximum how many at most, 1 or more
     */
    public List<NotMoved> of(String realmId, @Nullable Protocol protocol, Instant since, int first, int maximum) {
        return entityManager
                .createNamedQuery(NotMovedEntity.OF_REALM, NotMovedEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("since", since.toEpochMilli())
                .setParameter("protocol", protocol == null ? "%" : protocol.id())
                .setFirstResult(first)
                .setMaxResults(maximum)
                .getResultStream()
                .map(NotMovedEntity::asNotMoved)
                .toList();
    }
}
