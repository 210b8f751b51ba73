package io.github.keycloakapppasswords.reporting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The recent reports of this node: they keep most repeated reports away from the queue and the cluster. Holds {@link #MAXIMUM}
 * folds at most; for an evicted fold the cluster decides. Safe for several threads.
 */
final class Folds {

    static final int MAXIMUM = 50_000;

    /**
     * What became of the report.
     *
     * @param room whether a dropped report would have room now; {@code null} if the report was taken
     * @param counted whether the report was dropped before
     */
    private record State(@Nullable BooleanSupplier room, boolean counted) {}

    private static final State TAKEN = new State(null, false);
    private static final State TAKEN_LATE = new State(null, true);

    private final Cache<Fold, State> folds;

    Folds(Ticker ticker) {
        folds = Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .ticker(ticker)
                .expireAfter(Expiry.creating((Fold fold, State state) -> fold.lasts()))
                .build();
    }

    /**
     * Opens the fold.
     *
     * @return {@code true} if the fold was not open on this node, or if its report was dropped and would have room now
     */
    boolean open(Fold fold) {
        State before = folds.getIfPresent(fold);
        if (before == null) {
            return folds.asMap().putIfAbsent(fold, TAKEN) == null;
        }
        BooleanSupplier room = before.room();
        return room != null && room.getAsBoolean() && folds.asMap().replace(fold, before, TAKEN_LATE);
    }

    /**
     * Notes that the report of an open fold was dropped: it is no news until it would have room.
     *
     * @param room whether it would have room now; called for each repetition of the report
     * @return whether the report was dropped for the first time since its fold began
     */
    boolean drop(Fold fold, BooleanSupplier room) {
        State before = folds.asMap().put(fold, new State(room, true));
        return before == null || !before.counted();
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
