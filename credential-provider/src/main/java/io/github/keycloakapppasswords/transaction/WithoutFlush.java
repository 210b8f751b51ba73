package io.github.keycloakapppasswords.transaction;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Several statements of which none reads what the session has changed and not written yet. Otherwise Hibernate looks for such
 * changes in all that the session has loaded, before each statement. What the session has changed before is written first.
 */
public final class WithoutFlush {

    private WithoutFlush() {}

    /**
     * Does the work in the session's transaction.
     *
     * @param work calls {@code flush()} itself where a statement depends on a change of an entity
     */
    public static void run(KeycloakSession session, Runnable work) {
        EntityManager entityManager =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        entityManager.flush();
        FlushModeType before = entityManager.getFlushMode();
        entityManager.setFlushMode(FlushModeType.COMMIT);
        try {
            work.run();
        } finally {
            entityManager.setFlushMode(before);
        }
    }
}
