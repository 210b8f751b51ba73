package io.github.keycloakapppasswords.transaction;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import org.hibernate.Timeouts;
import org.hibernate.jpa.SpecHints;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Checks the lock of a realm's row, which Keycloak holds during the whole removal of a realm (26.7.4,
 * {@code JpaRealmProvider.removeRealm}). For a large realm that takes minutes, and on MariaDB the removal fails at its end if a
 * credential that it has to delete was removed meanwhile.
 */
public final class RealmLocks {

    private final EntityManager entityManager;

    public RealmLocks(KeycloakSession session) {
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Shares the lock of the realm's row until the transaction ends; {@code false} if another transaction holds it. Never
     * waits.
     */
    public boolean share(String realmId) {
        return !entityManager
                .createQuery("select r.id from RealmEntity r where r.id = :id", String.class)
                .setParameter("id", realmId)
                .setLockMode(LockModeType.PESSIMISTIC_READ)
                .setHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, Timeouts.SKIP_LOCKED_MILLI)
                .getResultList()
                .isEmpty();
    }
}
