package io.github.keycloakapppasswords.node;

import io.github.keycloakapppasswords.change.Nodes;
import io.github.keycloakapppasswords.change.ThisNode;
import io.github.keycloakapppasswords.lifecycle.DatabaseClock;
import io.github.keycloakapppasswords.transaction.DatabaseTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.infinispan.manager.EmbeddedCacheManager;
import org.jboss.logging.Logger;
import org.keycloak.connections.infinispan.InfinispanConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Compares the nodes that run on the database with the nodes of this node's cluster, and the database's clock with this node's. For
 * one thread, every ten seconds.
 */
final class Neighbours {

    private static final Logger LOG = Logger.getLogger(Neighbours.class);

    /** So many looks in a row a node is missed before it counts: one that was killed is still noted as running for a while. */
    private static final int LOOKS = 3;

    private final NodeStatus status;
    private final DatabaseClock clock;
    private final LongSupplier nanoTime;
    private final Deque<Set<String>> missed = new ArrayDeque<>();
    private boolean clockWrong;

    /** @param nanoTime that of {@link System#nanoTime()} */
    Neighbours(NodeStatus status, DatabaseClock clock, LongSupplier nanoTime) {
        this.status = status;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Looks once, in the transaction of the session. */
    void look(KeycloakSession session) {
        long asked = nanoTime.getAsLong();
        new DatabaseTime(session).now().ifPresent(now -> clock.see(now, asked, nanoTime.getAsLong()));
        tellClock();
        EmbeddedCacheManager cluster = session.getProvider(InfinispanConnectionProvider.class)
                .getCache(InfinispanConnectionProvider.WORK_CACHE_NAME)
                .getCacheManager();
        Set<String> others = new Nodes(session).note(ThisNode.ID, name(cluster), clock.shared());
        others.removeAll(members(cluster));
        missed.addLast(others);
        if (missed.size() > LOOKS) {
            missed.removeFirst();
        }
        tellUnheard(missed.size() < LOOKS ? Set.of() : inAll());
    }

    private Set<String> inAll() {
        Set<String> common = new TreeSet<>(Objects.requireNonNull(missed.peekFirst()));
        missed.forEach(common::retainAll);
        return common;
    }

    private void tellClock() {
        if (status.isClockWrong() != clockWrong) {
            clockWrong = !clockWrong;
            if (clockWrong) {
                LOG.warnf(
                        "The clock of this node differs from the clock of the database by %d s. Synchronise the clocks of all servers:"
                                + " Keycloak's own tokens and codes depend on them too.",
                        status.clockAhead().toSeconds());
            } else {
                LOG.info("The clock of this node agrees with the clock of the database again.");
            }
        }
    }

    private void tellUnheard(Set<String> names) {
        if (!names.equals(status.unheard())) {
            status.unheard(names);
            if (names.isEmpty()) {
                LOG.info("All nodes that run on the database are in the cluster of this node again.");
            } else {
                LOG.warnf(
                        "Nodes run on the same database and are not in the cluster of this node: %s. Revoked app passwords are refused"
                                + " within seconds all the same. Keycloak's own sessions and caches need one cluster.",
                        String.join(", ", names));
            }
        }
    }

    /** Infinispan calls every node without a cluster by the same name. */
    private String name(EmbeddedCacheManager cluster) {
        return cluster.getMembers() == null
                ? "without a cluster " + ThisNode.ID
                : cluster.getAddress().toString();
    }

    private static Set<String> members(EmbeddedCacheManager cluster) {
        return cluster.getMembers() == null
                ? Set.of()
                : cluster.getMembers().stream().map(Object::toString).collect(Collectors.toSet());
    }
}
