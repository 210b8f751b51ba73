package io.github.keycloakapppasswords.use;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/**
 * Writes waiting uses in batches. Used by one thread.
 *
 * <p>If a batch fails, all waiting uses wait for the next interval. Then each use is written separately, so that a use
 * that the database never accepts does not delay the others. A failed use that is followed by a success is tried once
 * more, since the first writes to a database that is back fail on dead connections; then the use is dropped. When three in a row
 * fail, the database is at fault, and the rest waits again.
 */
final class UseFlush implements Runnable {

    static final int BATCH = 100;

    private static final Logger LOG = Logger.getLogger(UseFlush.class);

    private static final int FAILURES_IN_A_ROW = 3;

    private final WaitingUses waiting;
    private final ToIntFunction<List<NotedUse>> store;
    private final UseMeters meters;
    private boolean careful;

    /** @param store writes a batch whole or not at all and returns how many rows changed; throws if it cannot */
    UseFlush(WaitingUses waiting, ToIntFunction<List<NotedUse>> store, UseMeters meters) {
        this.waiting = waiting;
        this.store = store;
        this.meters = meters;
    }

    @Override
    public void run() {
        int most = careful ? 1 : BATCH;
        int inARow = careful ? FAILURES_IN_A_ROW : 1;
        careful = false;
        List<NotedUse> failed = new ArrayList<>();
        int failures = 0;
        int left = waiting.size();
        while (left > 0 && failures < inARow) {
            List<NotedUse> batch = waiting.take(Math.min(most, left));
            left = batch.isEmpty() ? 0 : left - batch.size();
            if (write(batch)) {
                retryOrGiveUp(failed);
                failures = 0;
            } else {
                failed.addAll(batch);
                failures++;
            }
        }
        waiting.putBack(failed);
    }

    private boolean write(List<NotedUse> batch) {
        if (batch.isEmpty()) {
            return true;
        }
        try {
            meters.written(
                    store.applyAsInt(batch.stream().sorted(NotedUse.ORDER).toList()));
            return true;
        } catch (RuntimeException e) {
            careful = true;
            meters.failed();
            LOG.warnf(
                    "The last use of %d app passwords could not be written now: %s",
                    batch.size(), e.getClass().getName());
            LOG.debug("The failure of the database", e);
            return false;
        }
    }

    private void retryOrGiveUp(List<NotedUse> failed) {
        List<NotedUse> refused =
                failed.stream().filter(use -> !write(List.of(use))).toList();
        failed.clear();
        if (!refused.isEmpty()) {
            meters.dropped(refused.size());
            LOG.errorf(
                    "The database refuses the last use of the app passwords %s: the last use is lost.",
                    refused.stream().map(use -> use.key().credentialId()).toList());
        }
    }
}
