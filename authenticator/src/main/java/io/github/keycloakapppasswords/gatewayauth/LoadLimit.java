package io.github.keycloakapppasswords.gatewayauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps one gateway from using a whole Keycloak node: limits questions per second, with a burst of at most one second's worth
 * (the generic cell rate algorithm, ITU-T I.371). The limit sheds load and guards no secret, so each node counts separately.
 * Safe for several threads.
 */
final class LoadLimit {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_GATEWAYS = 10_000;

    private final Ticker ticker;

    /** When the questions so far would be answered at the allowed rate, by realm and client. */
    private final Cache<String, AtomicLong> answeredAt;

    LoadLimit(Ticker ticker) {
        this.ticker = ticker;
        this.answeredAt = Caffeine.newBuilder()
                .maximumSize(MOST_GATEWAYS)
                .expireAfterAccess(Duration.ofMinutes(1))
                .ticker(ticker)
                .build();
    }

    /**
     * Counts one question.
     *
     * @param gateway the gateway's key; unique on the server
     * @param perSecond how many questions are allowed; 0 for any number
     * @return {@code false} if the limit is reached now
     */
    boolean admits(String gateway, int perSecond) {
        if (perSecond == 0) {
            return true;
        }
        long now = ticker.read();
        long each = SECOND / perSecond;
        AtomicLong cell = answeredAt.get(gateway, key -> new AtomicLong(now));
        while (true) {
            long seen = cell.get();
            long begin = seen - now > 0 ? seen : now;
            if (begin + each - now > SECOND) {
                return false;
            }
            if (cell.compareAndSet(seen, begin + each)) {
                return true;
            }
        }
    }
}
