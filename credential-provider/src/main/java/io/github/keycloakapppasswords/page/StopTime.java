package io.github.keycloakapppasswords.page;

import java.time.Duration;
import java.util.Map;

/** Says how soon a revoked app password stops working: a message key and the number in its text. */
public final class StopTime {

    private static final long MOST_MINUTES = 120;

    private StopTime() {}

    /**
     * The values {@code key} and {@code value} for a template. Times are rounded up, so that the promise holds.
     *
     * @param longestCache the longest time for which a gateway of the realm remembers a right pair, 0 or more
     */
    public static Map<String, String> of(Duration longestCache) {
        long minutes = longestCache.plusSeconds(59).toMinutes();
        if (longestCache.isZero()) {
            return text("atOnce", 0);
        }
        if (minutes == 1) {
            return text("minute", minutes);
        }
        return minutes <= MOST_MINUTES ? text("minutes", minutes) : text("hours", (minutes + 59) / 60);
    }

    private static Map<String, String> text(String key, long value) {
        return Map.of("key", "appPasswordStops." + key, "value", String.valueOf(value));
    }
}
