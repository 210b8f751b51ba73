package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.factor.FactorAbsence;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Reads and writes the rows of users who ever had an app password, such as the loss of their second factor. In the session's
 * transaction; writing belongs into an {@link io.github.keycloakapppasswords.transaction.OwnTransaction}.
 */
public final class AppPasswordOwners {

    private final EntityManager entityManager;
    private final AppPasswordRows rows;

    public AppPasswordOwners(KeycloakSession session) {
        this.rows = new AppPasswordRows(session);
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** As the session or the database holds it; {@link FactorAbsence#NONE} also for a user who never had an app password. */
    public FactorAbsence absence(String userId) {
        AppPasswordOwnerEntity owner = entityManager.find(AppPasswordOwnerEntity.class, userId);
        return owner == null ? FactorAbsence.NONE : owner.absence();
    }

    /** Makes the row that {@link #lock} locks, if there is none. Another transaction may make it first: then this one is done again. */
    public void make(String realmId, String userId) {
        if (!rows.hasOwner(userId)) {
            rows.writeOwner(realmId, userId);
        }
    }

    /** Whether the user ever had an app password, or has stopped the making of one. */
    public boolean isOwner(String userId) {
        return entityManager.find(AppPasswordOwnerEntity.class, userId) != null;
    }

    /**
     * Locks the row of a user until the transaction ends. A transaction whose writing depends on other data in the database
     * locks first, and then reads that data.
     */
    public void lock(String userId) {
        lockedOwner(userId);
    }

    /** As it is now: what the session read before may be old. */
    private @Nullable AppPasswordOwnerEntity lockedOwner(String userId) {
        AppPasswordOwnerEntity owner =
                entityManager.find(AppPasswordOwnerEntity.class, userId, LockModeType.PESSIMISTIC_WRITE);
        if (owner != null) {
            entityManager.refresh(owner, LockModeType.PESSIMISTIC_WRITE);
        }
        return owner;
    }

    /**
     * Whether the last notice to gateways said that the user is disabled; {@code false} also for a user who never had an app
     * password.
     */
    public boolean isToldDisabled(String userId) {
        AppPasswordOwnerEntity owner = entityManager.find(AppPasswordOwnerEntity.class, userId);
        return owner != null && owner.isToldDisabled();
    }

    /**
     * Records whether the user is disabled, for a notice to gateways.
     *
     * @return whether that is news; {@code false} for a user who never had an app password
     */
    public boolean tellDisabled(String userId, boolean disabled) {
        AppPasswordOwnerEntity owner = lockedOwner(userId);
        boolean news = owner != null && owner.tellDisabled(disabled);
        entityManager.flush();
        return news;
    }

    /** Before and after a change. */
    public record Changed(FactorAbsence before, FactorAbsence after) {}

    /** Changes a user's row, under a lock until the transaction ends: two nodes change it one after the other. */
    public Changed change(String realmId, String userId, UnaryOperator<FactorAbsence> change) {
        AppPasswordOwnerEntity owner = lockedOwner(userId);
        if (owner == null) {
            owner = new AppPasswordOwnerEntity(realmId, userId);
            entityManager.persist(owner);
        }
        FactorAbsence before = owner.absence();
        FactorAbsence after = change.apply(before);
        owner.absence(after);
        entityManager.flush();
        return new Changed(before, after);
    }

    /**
     * Users whose factor went at this time or earlier, is not back, and who were not found suspended yet; earliest first.
     *
     * @param first how many to leave out, 0 or more
     * @param maximum how many at most, 1 or more
     */
    public List<String> toSuspend(String realmId, Instant goneBefore, int first, int maximum) {
        return entityManager
                .createNamedQuery(AppPasswordOwnerEntity.TO_SUSPEND, String.class)
                .setParameter("realmId", realmId)
                .setParameter("before", goneBefore.toEpochMilli())
                .setFirstResult(first)
                .setMaxResults(maximum)
                .getResultList();
    }
}
