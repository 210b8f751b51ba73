package io.github.keycloakapppasswords.reporting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;

/**
 * The recent reports of this node: they keep most repeated reports away from the queue and the cluster. Holds {@link #MAXIMUM}
 * folds at most; for an evicted fold the cluster decides. Safe for several threads.
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

    /** Opens the fold; {@code true} if the fold was not open on this node. */
    boolean open(Fold fold) {
        return folds.getIfPresent(fold) == null && folds.asMap().putIfAbsent(fold, true) == null;
    }

    /** Closes the fold after its report was lost: the next report is news again. */
    void reopen(Fold fold) {
        folds.invalidate(fold);
    }

    /** The number of folds after eviction. */
    long size() {
        folds.cleanUp();
        return folds.estimatedSize();
    }
}
