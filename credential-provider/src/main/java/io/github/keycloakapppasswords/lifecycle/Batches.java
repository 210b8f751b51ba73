package io.github.keycloakapppasswords.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
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
        each(read, 1, rows -> does.test(rows.get(0)) ? 0 : 1);
    }

    /**
     * The same, several at a time. Where that fails, each by itself.
     *
     * @param together how many, 1 or more
     * @param does them all; how many were not done, and will be found again. After an exception none was done
     */
    <T> void each(IntFunction<List<T>> read, int together, ToIntFunction<List<T>> does) {
        List<RuntimeException> failures = new ArrayList<>();
        int left = 0;
        List<T> batch;
        do {
            batch = read.apply(left);
            for (int from = 0; from < batch.size(); from += together) {
                List<T> some = batch.subList(from, Math.min(from + together, batch.size()));
                if (stopping.getAsBoolean()) {
                    return;
                }
                left += left(does, some, failures);
            }
        } while (batch.size() >= SIZE);
        tell(failures);
    }

    private <T> int left(ToIntFunction<List<T>> does, List<T> some, List<RuntimeException> failures) {
        try {
            return does.applyAsInt(some);
        } catch (RuntimeException e) {
            LOG.debugf(e, "%d ends, suspensions or notices failed", some.size());
            if (some.size() == 1) {
                failures.add(e);
                return 1;
            }
            return some.stream()
                    .mapToInt(one -> stopping.getAsBoolean() ? 1 : left(does, List.of(one), failures))
                    .sum();
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
