package io.github.keycloakapppasswords.reporting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;

/**
 * What this node has reported lately: spares the queue and the cluster most of the questions. Holds {@link #MAXIMUM}
 * folds at most; one that is pushed out is asked of the cluster again. Safe for several threads.
 */
final class Folds {

    static final int MAXIMUM = 50_000;

    private final Cache<Fold, Boolean> folds;

    Folds(Ticker ticker) {
        folds = Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .ticker(ticker)
                .expireAfter(Expiry.creating((Fold fold, Boolean open) -> fold.lasts()))
                .build();
    }

    /** Whether this is the first of its fold here. */
    boolean open(Fold fold) {
        return folds.getIfPresent(fold) == null && folds.asMap().putIfAbsent(fold, true) == null;
    }

    /** The report was lost: the next of its fold is news again. */
    void reopen(Fold fold) {
        folds.invalidate(fold);
    }

    /** How many are held, once what was pushed out is gone. */
    long size() {
        folds.cleanUp();
        return folds.estimatedSize();
    }
}
