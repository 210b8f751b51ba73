package io.github.keycloakapppasswords.change;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The nodes that run on this database, whether or not they hear of each other. In the session's transaction. */
public final class Nodes {

    /** A node that has not been seen for so long does not run. */
    private static final Duration RUNNING = Duration.ofSeconds(35);

    private static final Duration KEPT = Duration.ofHours(1);

    private final EntityManager entityManager;

    public Nodes(KeycloakSession session) {
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Notes that a node runs, and forgets those that have not for an hour.
     *
     * @param id made up by the node at its start
     * @param name the node's name in its cluster; longer than 255 characters: its beginning
     * @param now by the clock that all nodes share
     * @return the names of the other nodes that run
     */
    public Set<String> note(String id, String name, Instant now) {
        int known = entityManager
                .createNamedQuery(NodeEntity.SEEN)
                .setParameter("at", now.toEpochMilli())
                .setParameter("id", id)
                .executeUpdate();
        if (known == 0) {
            String stored = name.substring(0, Math.min(name.length(), NodeEntity.LONGEST_NAME));
            entityManager.persist(new NodeEntity(id, stored, now.toEpochMilli()));
            entityManager
                    .createNamedQuery(NodeEntity.FORGET)
                    .setParameter("before", now.minus(KEPT).toEpochMilli())
                    .executeUpdate();
        }
        List<String> others = entityManager
                .createNamedQuery(NodeEntity.OTHERS, String.class)
                .setParameter("id", id)
                .setParameter("after", now.minus(RUNNING).toEpochMilli())
                .getResultList();
        return new TreeSet<>(others);
    }
}
