package io.github.keycloakapppasswords.refusal;

import io.github.keycloakapppasswords.term.Protocol;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Users who have not moved to app passwords yet, by user and protocol: in the database, so that they survive a restart and are
 * the same on all nodes. Rows are deleted with their user and realm. In the session's transaction.
 */
public final class NotMovedUsers {

    /** A row is exact to this time. */
    public static final Duration WRITTEN_AGAIN_AFTER = Duration.ofDays(1);

    private final EntityManager entityManager;

    public NotMovedUsers(KeycloakSession session) {
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Notes users who sent something else than an app password: one read, and one write for each user and protocol whose row is
     * missing or older than {@link #WRITTEN_AGAIN_AFTER}.
     *
     * @param notMoved some hundred at most; of several with the same user and protocol the last counts
     * @return the number of rows that were written
     * @throws jakarta.persistence.PersistenceException if another node notes one of them for the first time just now
     */
    public int note(String realmId, Collection<NotMoved> notMoved) {
        Map<NotMovedEntity.Key, NotMoved> notes = new LinkedHashMap<>();
        notMoved.forEach(note -> notes.put(new NotMovedEntity.Key(note.userId(), note.protocol()), note));
        Map<NotMovedEntity.Key, NotMovedEntity> rows = rows(notMoved);
        int written = 0;
        for (Map.Entry<NotMovedEntity.Key, NotMoved> entry : notes.entrySet()) {
            NotMoved note = entry.getValue();
            NotMovedEntity row = rows.get(entry.getKey());
            if (row != null && row.isOfTheSameDayAs(note.lastAt())) {
                continue;
            }
            NotMovedEntity sent = row == null ? new NotMovedEntity(realmId, note.userId(), note.protocol()) : row;
            sent.sent(note.gateway(), note.lastAt());
            if (row == null) {
                entityManager.persist(sent);
            }
            written++;
        }
        entityManager.flush();
        return written;
    }

    private Map<NotMovedEntity.Key, NotMovedEntity> rows(Collection<NotMoved> notMoved) {
        if (notMoved.isEmpty()) {
            return Map.of();
        }
        return entityManager
                .createNamedQuery(NotMovedEntity.OF_USERS, NotMovedEntity.class)
                .setParameter("userIds", notMoved.stream().map(NotMoved::userId).collect(Collectors.toSet()))
                .getResultStream()
                .collect(Collectors.toMap(NotMovedEntity::key, row -> row));
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
