package io.github.keycloakapppasswords.use;

import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Notes the networks of a batch of uses, all at once; if that fails, each by itself, so that one use that the database
 * refuses does not prevent the notes of the others. A network that failed counts as new at the next use. When three in a row fail, the
 * database is at fault, and the rest is dropped too.
 */
final class NetworkFlush implements Consumer<List<NotedUse>> {

    private static final Logger LOG = Logger.getLogger(NetworkFlush.class);

    private static final int FAILURES_IN_A_ROW = 3;

    private final Consumer<List<NotedUse>> notes;

    /** @param notes notes all of them or, if it throws, none */
    NetworkFlush(Consumer<List<NotedUse>> notes) {
        this.notes = notes;
    }

    @Override
    public void accept(List<NotedUse> batch) {
        if (isNoted(batch) || batch.size() == 1) {
            return;
        }
        int failures = 0;
        for (Iterator<NotedUse> left = batch.iterator(); left.hasNext() && failures < FAILURES_IN_A_ROW; ) {
            failures = isNoted(List.of(left.next())) ? 0 : failures + 1;
        }
    }

    private boolean isNoted(List<NotedUse> uses) {
        try {
            notes.accept(uses);
            return true;
        } catch (RuntimeException e) {
            LOG.debugf(e, "The networks from which %d app passwords are used could not be recorded", uses.size());
            return false;
        }
    }
}
