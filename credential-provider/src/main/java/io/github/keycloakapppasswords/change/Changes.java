package io.github.keycloakapppasswords.change;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The feed of changes in the database. In the session's transaction.
 *
 * <p>{@link #note} takes no lock, so that it delays no transaction, and is rolled back with the transaction of the change.
 * {@link #place} gives places under a lock, in a separate short transaction after the commit.
 */
public final class Changes {

    private static final int MOST_AT_ONCE = 500;

    private final EntityManager entityManager;

    public Changes(KeycloakSession session) {
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** Notes a change; it can be read once it has a place. */
    public void note(String realmId, Change change) {
        entityManager.persist(new ChangeEntity(realmId, change));
    }

    /** How far the realm's feed has come; empty if it has not begun. */
    public Optional<FeedState> state(String realmId) {
        return Optional.ofNullable(entityManager.find(FeedEntity.class, realmId))
                .map(FeedEntity::state);
    }

    /**
     * Begins a realm's feed.
     *
     * @throws org.keycloak.models.ModelDuplicateException if another transaction begins it just now
     */
    public FeedState begin(String realmId) {
        FeedEntity feed = new FeedEntity(realmId);
        entityManager.persist(feed);
        entityManager.flush();
        return feed.state();
    }

    /**
     * Gives places to the realm's changes that have none, in the order in which they were noted. The feed must have begun.
     *
     * @return whether there may be more
     */
    public boolean place(String realmId) {
        FeedEntity feed = entityManager.find(FeedEntity.class, realmId, LockModeType.PESSIMISTIC_WRITE);
        if (feed == null) {
            return false;
        }
        List<ChangeEntity> waiting = entityManager
                .createNamedQuery(ChangeEntity.WITHOUT_PLACE, ChangeEntity.class)
                .setParameter("realmId", realmId)
                .setMaxResults(MOST_AT_ONCE)
                .getResultList();
        waiting.forEach(change -> change.place(feed.nextPlace()));
        return waiting.size() == MOST_AT_ONCE;
    }

    /** How far the feed of each realm has come, by the realm's id. */
    public Map<String, FeedState> states() {
        return entityManager
                .createNamedQuery(FeedEntity.ALL, Object[].class)
                .getResultStream()
                .collect(Collectors.toMap(
                        row -> (String) row[0], row -> new FeedState((String) row[1], (Long) row[2], (Long) row[3])));
    }

    /**
     * Changes of all realms that have no place yet, by the key of their row.
     *
     * @param after the last key that is known; empty at the beginning
     * @param most how many at most
     */
    public List<NotedChange> withoutPlace(String after, int most) {
        return entityManager
                .createNamedQuery(ChangeEntity.ALL_WITHOUT_PLACE, ChangeEntity.class)
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultStream()
                .map(ChangeEntity::noted)
                .toList();
    }

    /** Realms with changes that have no place yet. */
    public List<String> realmsToPlace() {
        return entityManager
                .createNamedQuery(ChangeEntity.REALMS_WITHOUT_PLACE, String.class)
                .getResultList();
    }

    /** Realms with changes that were noted before this time. */
    public List<String> realmsToForget(Instant before) {
        return entityManager
                .createNamedQuery(ChangeEntity.REALMS_BEFORE, String.class)
                .setParameter("before", before.toEpochMilli())
                .getResultList();
    }

    /** Changes after a place and up to another, the first {@value #MOST_AT_ONCE} of them, in their order. */
    public List<PlacedChange> after(String realmId, long place, long upTo) {
        return entityManager
                .createNamedQuery(ChangeEntity.AFTER, ChangeEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("after", place)
                .setParameter("upTo", upTo)
                .setMaxResults(MOST_AT_ONCE)
                .getResultStream()
                .map(ChangeEntity::placed)
                .toList();
    }

    /**
     * Deletes the realm's changes before this time, a few of them. A gateway that has not read them gets a reset. They are
     * deleted by their keys: a range would block transactions that record a change meanwhile.
     *
     * @return whether there may be more
     */
    public boolean forget(String realmId, Instant before) {
        FeedEntity feed = entityManager.find(FeedEntity.class, realmId, LockModeType.PESSIMISTIC_WRITE);
        Long last = entityManager
                .createNamedQuery(ChangeEntity.LAST_BEFORE, Long.class)
                .setParameter("realmId", realmId)
                .setParameter("before", before.toEpochMilli())
                .getSingleResult();
        if (feed == null || last == null) {
            return false;
        }
        feed.forget(last);
        List<String> ids = entityManager
                .createNamedQuery(ChangeEntity.IDS_UP_TO, String.class)
                .setParameter("realmId", realmId)
                .setParameter("upTo", last)
                .setMaxResults(MOST_AT_ONCE)
                .getResultList();
        if (!ids.isEmpty()) {
            entityManager
                    .createNamedQuery(ChangeEntity.DELETE)
                    .setParameter("ids", ids)
                    .executeUpdate();
        }
        return ids.size() == MOST_AT_ONCE;
    }
}
