package io.github.keycloakapppasswords.factor;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The notes of users' second factors, in the session's transaction. Adding inserts a row and does nothing else, so it may be done
 * where Keycloak changes something.
 */
public final class FactorNotes {

    private static final Logger LOG = Logger.getLogger(FactorNotes.class);

    /** Longer than the longest waiting time. */
    private static final int KEPT_DAYS = 400;

    private final EntityManager entityManager;

    public FactorNotes(KeycloakSession session) {
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** The notes about a user, with those that this session has added. */
    public FactorHistory of(String realmId, String userId) {
        return new FactorHistory(entityManager
                .createNamedQuery(FactorNoteEntity.OF_USER, FactorNoteEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .getResultStream()
                .flatMap(FactorNotes::readable)
                .toList());
    }

    /** A note of a later release that this one does not know must not keep the user from signing in. */
    private static Stream<FactorNote> readable(FactorNoteEntity stored) {
        try {
            return Stream.of(stored.note());
        } catch (IllegalArgumentException e) {
            LOG.warnf("A note of a second factor is left out. %s", e.getMessage());
            return Stream.empty();
        }
    }

    public void add(String realmId, String userId, FactorNote note) {
        // not flushed: what Keycloak has yet to write must fail where Keycloak expects it
        entityManager.persist(new FactorNoteEntity(realmId, userId, note));
    }

    /**
     * Deletes notes of a realm that are of no use any more: old ones that a later one has replaced, and those of factors that are
     * gone. What an admin or the owner decided is kept.
     *
     * @return how many, at most {@code most}: then there may be more
     */
    public int forget(String realmId, Instant now, int most) {
        List<String> ids = entityManager
                .createNamedQuery(FactorNoteEntity.BEFORE, String.class)
                .setParameter("realmId", realmId)
                .setParameter("before", now.minusSeconds(KEPT_DAYS * 86_400L).toEpochMilli())
                .setMaxResults(most)
                .getResultList();
        return ids.isEmpty()
                ? 0
                : entityManager
                        .createNamedQuery(FactorNoteEntity.DELETE_BY_ID)
                        .setParameter("ids", ids)
                        .executeUpdate();
    }
}
