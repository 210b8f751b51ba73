package io.github.keycloakapppasswords.cluster;

import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An admin who repeats each change until a node has acknowledged it, at the nodes in turn. Safe for threads. */
final class Administration {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int NOT_FOUND = 404;

    private final List<Realm> atNodes = new ArrayList<>();
    private final Set<Integer> away = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();

    /** @param realm the name of the realm, which all nodes have */
    Administration(List<KeycloakServer> nodes, String realm) {
        nodes.forEach(node -> atNodes.add(Realm.existing(node, realm)));
    }

    /** Nobody is to call this node from now on: it is down, or hangs. */
    void avoid(int node) {
        away.add(node);
    }

    void use(int node) {
        away.remove(node);
    }

    /** Has a node do it; if that fails, the next one, until one has. */
    <T> T insist(String what, Function<Realm, T> call) {
        List<T> result = new ArrayList<>();
        Waiting.until(PATIENCE, what, () -> {
            try {
                result.add(call.apply(node()));
                return true;
            } catch (StageException failed) {
                Pause.of(PAUSE);
                return false;
            }
        });
        return result.get(0);
    }

    /** The same for a DELETE, which an earlier try may have done although it failed. */
    void delete(String path) {
        AtomicInteger tries = new AtomicInteger();
        insist("DELETE " + path, realm -> {
            int tried = tries.getAndIncrement();
            HttpAnswer answer = realm.admin().exchange("DELETE", realm.path(path), null);
            if (answer.status() / 100 == 2 || (answer.status() == NOT_FOUND && tried > 0)) {
                return true;
            }
            throw new StageException("DELETE " + path + ": " + answer.status());
        });
    }

    private Realm node() {
        for (int i = 0; i < atNodes.size(); i++) {
            int node = Math.floorMod(next.getAndIncrement(), atNodes.size());
            if (!away.contains(node)) {
                return atNodes.get(node);
            }
        }
        throw new StageException("No node is there.");
    }
}
