package io.github.keycloakapppasswords.row;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Notes the last use of app passwords in their rows, in the session's transaction. A note never goes back in time, so
 * that nodes may write in any order and a clock may be set back; and it changes nothing but the use.
 */
public final class AppPasswordUses {

    private static final String USED =
            "update AppPasswordEntity p set p.usedAt = :at, p.usedDay = :day, p.usedProtocol = :protocol,"
                    + " p.usedAddress = :address, p.usedGateway = :gateway where p.id = :id and p.endedAt is null"
                    + " and (p.usedAt is null or p.usedAt < :at)";

    private static final String TRIED = "update AppPasswordEntity p set p.triedAt = :at, p.triedProtocol = :protocol,"
            + " p.triedAddress = :address, p.triedGateway = :gateway where p.id = :id"
            + " and (p.endedAt is not null or p.expiresAt <= :at) and (p.triedAt is null or p.triedAt < :at)";

    private final EntityManager entityManager;

    public AppPasswordUses(KeycloakSession session) {
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Notes that it was accepted.
     *
     * @return {@code false} if it has ended, there is none of that id, or a later use is noted
     */
    public boolean used(String credentialId, AppPasswordUse use) {
        return note(
                entityManager.createQuery(USED).setParameter("day", AppPasswordUse.day(use.at())), credentialId, use);
    }

    /**
     * Notes that a device sent it though it has ended or is past its time.
     *
     * @return {@code false} if its end is not noted, there is none of that id, or a later try is noted
     */
    public boolean tried(String credentialId, AppPasswordUse use) {
        return note(entityManager.createQuery(TRIED), credentialId, use);
    }

    private static boolean note(Query update, String credentialId, AppPasswordUse use) {
        return update.setParameter("id", credentialId)
                        .setParameter("at", use.at().toEpochMilli())
                        .setParameter("protocol", use.protocol().id())
                        .setParameter("address", use.address())
                        .setParameter("gateway", use.gateway())
                        .executeUpdate()
                > 0;
    }
}
