package io.github.keycloakapppasswords.credential;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Reads and writes the extension's own rows, in the session's transaction. */
final class AppPasswordRows {

    private static final int SURPLUS_AT_ONCE = 1_000;

    private final EntityManager entityManager;

    AppPasswordRows(KeycloakSession session) {
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** All rows of a user, also those whose credential is gone. */
    List<AppPasswordEntity> of(String realmId, String userId) {
        return entityManager
                .createNamedQuery(AppPasswordEntity.OF_USER, AppPasswordEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .getResultList();
    }

    /** The user's rows whose end is not noted. */
    List<AppPasswordEntity> openOf(String realmId, String userId) {
        return ofUser(AppPasswordEntity.OPEN_OF_USER, AppPasswordEntity.class, realmId, userId)
                .getResultList();
    }

    /** The user's rows whose end is noted, newest first, so many at most. */
    List<AppPasswordEntity> endedOf(String realmId, String userId, int most) {
        return ofUser(AppPasswordEntity.ENDED_OF_USER, AppPasswordEntity.class, realmId, userId)
                .setMaxResults(most)
                .getResultList();
    }

    /** Ids of the user's rows whose credential is gone and whose end is not noted; read past every cache. */
    List<String> goneOf(String realmId, String userId) {
        return ofUser(AppPasswordEntity.GONE_OF_USER, String.class, realmId, userId)
                .getResultList();
    }

    /** Deletes the user's oldest tombstones, so that so many are left. */
    void keepNewestEnded(String realmId, String userId, int most) {
        List<String> surplus = ofUser(AppPasswordEntity.ENDED_IDS_OF_USER, String.class, realmId, userId)
                .setFirstResult(most)
                .setMaxResults(SURPLUS_AT_ONCE)
                .getResultList();
        if (!surplus.isEmpty()) {
            entityManager
                    .createNamedQuery(AppPasswordEntity.DELETE_BY_ID)
                    .setParameter("ids", surplus)
                    .executeUpdate();
        }
    }

    /** Keeps the label that an app password has at its end. */
    void relabel(String realmId, String userId, String credentialId, @Nullable String label) {
        entityManager
                .createNamedQuery(AppPasswordEntity.RELABEL)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .setParameter("id", credentialId)
                .setParameter("label", label)
                .executeUpdate();
    }

    private <T> TypedQuery<T> ofUser(String query, Class<T> type, String realmId, String userId) {
        return entityManager
                .createNamedQuery(query, type)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId);
    }

    /** How many app passwords of the user have a credential now: read from the database, past every cache. */
    int countLive(String realmId, String userId) {
        return entityManager
                .createNamedQuery(AppPasswordEntity.LIVE_OF_USER, String.class)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .getResultList()
                .size();
    }

    boolean exists(String credentialId) {
        return entityManager.find(AppPasswordEntity.class, credentialId) != null;
    }

    /** @param watchedSince since when its uses are noted: now, also for one that is restored and was made long ago */
    void write(String realmId, String userId, AppPasswordCredential credential, Instant watchedSince) {
        entityManager.persist(new AppPasswordEntity(realmId, userId, credential, watchedSince));
        entityManager.flush();
    }

    /**
     * Notes the end of an app password.
     *
     * @return empty if the user has no such row, or its end is noted already
     */
    Optional<AppPasswordHistory> end(String realmId, String userId, String credentialId, EndCause cause, Instant at) {
        boolean noted = entityManager
                        .createNamedQuery(AppPasswordEntity.END)
                        .setParameter("realmId", realmId)
                        .setParameter("userId", userId)
                        .setParameter("id", credentialId)
                        .setParameter("cause", cause.id())
                        .setParameter("at", at.toEpochMilli())
                        .executeUpdate()
                > 0;
        if (!noted) {
            return Optional.empty();
        }
        entityManager
                .createNamedQuery(UsedNetworkEntity.DELETE_OF_CREDENTIAL)
                .setParameter("credentialId", credentialId)
                .executeUpdate();
        AppPasswordEntity row = entityManager.find(AppPasswordEntity.class, credentialId);
        entityManager.refresh(row);
        return Optional.of(row.history());
    }

    /** Gives the row the credential's new label; none if the user has no such row. */
    void rename(String realmId, String userId, String credentialId, Label label) {
        entityManager
                .createNamedQuery(AppPasswordEntity.RENAME)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .setParameter("id", credentialId)
                .setParameter("label", label.value())
                .executeUpdate();
    }

    /** Locks the user's owner row until the transaction ends; {@code false} if there is none yet. */
    boolean lockOwner(String userId) {
        return entityManager.find(AppPasswordOwnerEntity.class, userId, LockModeType.PESSIMISTIC_WRITE) != null;
    }

    /** Whether there is an owner row; without a lock, since locking a row that is not there locks its neighbours. */
    boolean hasOwner(String userId) {
        return entityManager.find(AppPasswordOwnerEntity.class, userId) != null;
    }

    void writeOwner(String realmId, String userId) {
        entityManager.persist(new AppPasswordOwnerEntity(realmId, userId));
        entityManager.flush();
    }

    void deleteOfUser(String realmId, String userId) {
        for (String query : List.of(
                AppPasswordEntity.DELETE_OF_USER,
                AppPasswordOwnerEntity.DELETE_OF_USER,
                NotMovedEntity.DELETE_OF_USER,
                LastRefusalEntity.DELETE_OF_USER,
                UsedNetworkEntity.DELETE_OF_USER)) {
            entityManager
                    .createNamedQuery(query)
                    .setParameter("realmId", realmId)
                    .setParameter("userId", userId)
                    .executeUpdate();
        }
    }

    void deleteOfRealm(String realmId) {
        for (String query : List.of(
                // first, as whoever gives places locks it first
                FeedEntity.DELETE_OF_REALM,
                ChangeEntity.DELETE_OF_REALM,
                AppPasswordEntity.DELETE_OF_REALM,
                AppPasswordOwnerEntity.DELETE_OF_REALM,
                NotMovedEntity.DELETE_OF_REALM,
                LastRefusalEntity.DELETE_OF_REALM,
                UsedNetworkEntity.DELETE_OF_REALM)) {
            entityManager
                    .createNamedQuery(query)
                    .setParameter("realmId", realmId)
                    .executeUpdate();
        }
    }
}
