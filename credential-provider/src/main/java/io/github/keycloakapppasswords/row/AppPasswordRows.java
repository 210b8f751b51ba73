package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.factor.FactorNoteEntity;
import io.github.keycloakapppasswords.refusal.LastRefusalEntity;
import io.github.keycloakapppasswords.refusal.NotMovedEntity;
import io.github.keycloakapppasswords.term.Label;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Reads and writes the extension's own rows, in the session's transaction. */
public final class AppPasswordRows {

    /** Of one user with a recorded end: so many are recognised and kept. */
    public static final int MOST_ENDED = 100;

    private static final int AT_ONCE = 500;

    /** A table, and the column by which its rows are deleted. */
    private record Table(String entity, String key) {}

    /** The feed comes first: the placement of changes locks it first. */
    private static final List<Table> TABLES = List.of(
            new Table("FeedEntity", "realmId"),
            new Table("ChangeEntity", "id"),
            new Table("AppPasswordEntity", "id"),
            new Table("AppPasswordOwnerEntity", "userId"),
            new Table("NotMovedEntity", "userId"),
            new Table("LastRefusalEntity", "userId"),
            new Table("UsedNetworkEntity", "credentialId"),
            new Table("FactorNoteEntity", "id"));

    private final EntityManager entityManager;

    public AppPasswordRows(KeycloakSession session) {
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** All rows of a user, also those whose credential is gone. */
    public List<AppPasswordEntity> of(String realmId, String userId) {
        return entityManager
                .createNamedQuery(AppPasswordEntity.OF_USER, AppPasswordEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .getResultList();
    }

    /**
     * A user's rows by state.
     *
     * @param open without a recorded end, of app passwords that may be used, or whose credential is gone
     * @param revoked without a recorded end, of app passwords that pending work has yet to end, a moment after the main password was set
     * @param ended with a recorded end, newest first, at most {@value #MOST_ENDED}
     */
    public record ByState(
            List<AppPasswordEntity> open, List<AppPasswordEntity> revoked, List<AppPasswordEntity> ended) {}

    /** A row that has ended, and when, as the database says: the session may hold an older state of the row. */
    private record Ended(long at, AppPasswordEntity row) {}

    /** Reads them in one statement, which also brings the row of {@link AppPasswordOwners} into the session. */
    public ByState byState(String realmId, String userId) {
        List<AppPasswordEntity> open = new ArrayList<>();
        List<AppPasswordEntity> revoked = new ArrayList<>();
        List<Ended> ended = new ArrayList<>();
        for (Object[] found : ofUser(AppPasswordEntity.OF_USER_WITH_OWNER, Object[].class, realmId, userId)
                .getResultList()) {
            AppPasswordEntity row = (AppPasswordEntity) found[0];
            boolean pending = ((Number) found[1]).intValue() > 0;
            if (found[2] instanceof Number at) {
                ended.add(new Ended(at.longValue(), row));
            } else {
                (pending ? revoked : open).add(row);
            }
        }
        List<AppPasswordEntity> newest = ended.stream()
                .sorted(Comparator.comparing(Ended::at).reversed().thenComparing(one -> one.row()
                        .id()))
                .limit(MOST_ENDED)
                .map(Ended::row)
                .toList();
        return new ByState(open, revoked, newest);
    }

    private <T> TypedQuery<T> ofUser(String query, Class<T> type, String realmId, String userId) {
        return entityManager
                .createNamedQuery(query, type)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId);
    }

    /** How many app passwords of the user have a credential now: read from the database, past every cache. */
    public int countLive(String realmId, String userId) {
        return entityManager
                .createNamedQuery(AppPasswordEntity.LIVE_OF_USER, String.class)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .getResultList()
                .size();
    }

    public boolean exists(String credentialId) {
        return entityManager.find(AppPasswordEntity.class, credentialId) != null;
    }

    /** @param watchedSince since when its uses are noted: now, also for one that is restored and was made long ago */
    public void write(String realmId, String userId, AppPasswordCredential credential, Instant watchedSince) {
        entityManager.persist(new AppPasswordEntity(realmId, userId, credential, watchedSince));
        entityManager.flush();
    }

    /** Gives the row the credential's new label; none if the user has no such row. */
    public void rename(String realmId, String userId, String credentialId, Label label) {
        entityManager
                .createNamedQuery(AppPasswordEntity.RENAME)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .setParameter("id", credentialId)
                .setParameter("label", label.value())
                .executeUpdate();
    }

    /** Locks the user's owner row until the transaction ends; {@code false} if there is none yet. */
    public boolean lockOwner(String userId) {
        return entityManager.find(AppPasswordOwnerEntity.class, userId, LockModeType.PESSIMISTIC_WRITE) != null;
    }

    /** Whether there is an owner row; without a lock, since locking a row that is not there locks its neighbours. */
    public boolean hasOwner(String userId) {
        return entityManager.find(AppPasswordOwnerEntity.class, userId) != null;
    }

    public void writeOwner(String realmId, String userId) {
        entityManager.persist(new AppPasswordOwnerEntity(realmId, userId));
        entityManager.flush();
    }

    /** Deletes the user's rows, except the work that is pending. */
    public void deleteOfUser(String realmId, String userId) {
        for (String query : List.of(
                AppPasswordEntity.DELETE_OF_USER,
                AppPasswordOwnerEntity.DELETE_OF_USER,
                NotMovedEntity.DELETE_OF_USER,
                LastRefusalEntity.DELETE_OF_USER,
                UsedNetworkEntity.DELETE_OF_USER,
                FactorNoteEntity.DELETE_OF_USER)) {
            entityManager
                    .createNamedQuery(query)
                    .setParameter("realmId", realmId)
                    .setParameter("userId", userId)
                    .executeUpdate();
        }
    }

    /** Whether there is such a realm: read from the database, past every cache. */
    public boolean isRealm(String realmId) {
        return !entityManager
                .createQuery("select r.id from RealmEntity r where r.id = :id", String.class)
                .setParameter("id", realmId)
                .getResultList()
                .isEmpty();
    }

    /**
     * Deletes rows of a realm, except the work that is pending. A few, by their keys and in the order of these: nothing else is
     * locked, and these for a moment.
     *
     * @return whether there may be more
     */
    public boolean deleteSomeOfRealm(String realmId) {
        int left = AT_ONCE;
        for (Table table : TABLES) {
            left -= deleteSome(table, realmId, left);
            if (left <= 0) {
                return true;
            }
        }
        return false;
    }

    private int deleteSome(Table table, String realmId, int most) {
        List<String> keys = entityManager
                .createQuery(
                        "select distinct x.%2$s from %1$s x where x.realmId = :realmId order by x.%2$s"
                                .formatted(table.entity(), table.key()),
                        String.class)
                .setParameter("realmId", realmId)
                .setMaxResults(most)
                .getResultList();
        int deleted = keys.isEmpty()
                ? 0
                : entityManager
                        .createQuery("delete from %s x where x.%s in :keys and x.realmId = :realmId"
                                .formatted(table.entity(), table.key()))
                        .setParameter("keys", keys)
                        .setParameter("realmId", realmId)
                        .executeUpdate();
        // MariaDB shows rows that another transaction has deleted since this one began
        return deleted == 0 ? 0 : keys.size();
    }
}
