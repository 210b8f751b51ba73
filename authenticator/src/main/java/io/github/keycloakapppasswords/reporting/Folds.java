package io.github.keycloakapppasswords.reporting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * What this node has reported lately: spares the queue and the cluster most of the questions. Holds {@link #MAXIMUM}
 * folds at most; one that is pushed out is asked of the cluster again. Safe for several threads.
 */
final class Folds {

    static final int MAXIMUM = 50_000;

    /** The value is how long the fold lasts, in nanoseconds. */
    private final Cache<String, Long> folds;

    Folds(Ticker ticker) {
        folds = Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .ticker(ticker)
                .expireAfter(Expiry.creating((String fold, Long nanos) -> Duration.ofNanos(nanos)))
                .build();
    }

    /** Whether this is the first report of its fold here. */
    boolean open(Report report) {
        if (folds.getIfPresent(report.fold()) != null) {
            return false;
        }
        return folds.asMap().putIfAbsent(report.fold(), report.foldFor().toNanos()) == null;
    }

    /** The report was lost: the next one of its fold is to be reported. */
    void reopen(Report report) {
        folds.invalidate(report.fold());
    }
}
