package io.github.keycloakapppasswords.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Processes rows of the database in small batches; a failing row does not stop the rest. */
final class Batches {

    static final int SIZE = 100;

    private static final Logger LOG = Logger.getLogger(Batches.class);

    private final BooleanSupplier stopping;

    /** @param stopping whether to leave the rest to the next run */
    Batches(BooleanSupplier stopping) {
        this.stopping = stopping;
    }

    /**
     * Goes on as long as there are full batches.
     *
     * @param read up to {@link #SIZE}, leaving out as many of the first ones as its argument says
     * @param does one; {@code false} or an exception: it was not done, and will be found again
     */
    <T> void each(IntFunction<List<T>> read, Predicate<T> does) {
        List<RuntimeException> failures = new ArrayList<>();
        int left = 0;
        List<T> batch;
        do {
            batch = read.apply(left);
            for (T one : batch) {
                if (stopping.getAsBoolean()) {
                    return;
                }
                left += isDone(does, one, failures) ? 0 : 1;
            }
        } while (batch.size() >= SIZE);
        tell(failures);
    }

    private static <T> boolean isDone(Predicate<T> does, T one, List<RuntimeException> failures) {
        try {
            return does.test(one);
        } catch (RuntimeException e) {
            LOG.debug("One end, suspension or notice failed", e);
            failures.add(e);
            return false;
        }
    }

    /** One line for all failures: an unavailable user storage fails for each of its users. */
    private static void tell(List<RuntimeException> failures) {
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            LOG.warnf(
                    "%d ends, suspensions or notices of app passwords are left to the next run. The first failed with %s: %s",
                    failures.size(), first.getClass().getName(), first.getMessage());
        }
    }
}
