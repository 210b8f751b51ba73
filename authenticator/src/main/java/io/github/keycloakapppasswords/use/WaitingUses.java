package io.github.keycloakapppasswords.use;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The uses that wait to be written: the latest of each app password, however often it was used. Never waits, and drops uses
 * above its maximum. Safe for several threads.
 */
final class WaitingUses {

    private final ConcurrentMap<NotedUse.Key, NotedUse> uses = new ConcurrentHashMap<>();
    private final int maximum;

    /** @param maximum how many app passwords at most; parallel threads may exceed it by one each */
    WaitingUses(int maximum) {
        this.maximum = maximum;
    }

    /** Adds a use; {@code false} if another app password has no room. */
    boolean add(NotedUse use) {
        if (uses.size() >= maximum && !uses.containsKey(use.key())) {
            return false;
        }
        uses.merge(use.key(), use, NotedUse::orLater);
        return true;
    }

    /** Takes some out to write them, at most so many. */
    List<NotedUse> take(int most) {
        List<NotedUse> taken = new ArrayList<>(Math.min(most, uses.size()));
        Iterator<NotedUse.Key> keys = uses.keySet().iterator();
        while (taken.size() < most && keys.hasNext()) {
            NotedUse use = uses.remove(keys.next());
            if (use != null) {
                taken.add(use);
            }
        }
        return taken;
    }

    /** Takes back what could not be written, unless something later came meanwhile. */
    void putBack(List<NotedUse> unwritten) {
        unwritten.forEach(use -> uses.merge(use.key(), use, NotedUse::orLater));
    }

    int size() {
        return uses.size();
    }
}
