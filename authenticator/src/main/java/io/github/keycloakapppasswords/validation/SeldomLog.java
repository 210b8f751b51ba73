package io.github.keycloakapppasswords.validation;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Logs warnings about a failure that every question meets while it lasts, such as an unavailable database: one line a minute
 * for each kind of failure, and the rest at debug. Anybody can send questions without limit. Safe for several threads.
 */
public final class SeldomLog {

    private static final Duration SILENCE = Duration.ofMinutes(1);

    /** Kinds are class names of the server. */
    private static final int MOST_KINDS = 1_000;

    private final Map<String, Long> loggedAt = new ConcurrentHashMap<>();
    private final Logger log;
    private final String sentence;
    private final Ticker ticker;

    /** @param sentence the part that does not work; the kind of failure follows after a colon */
    public SeldomLog(Logger log, String sentence) {
        this(log, sentence, Ticker.systemTicker());
    }

    SeldomLog(Logger log, String sentence, Ticker ticker) {
        this.log = log;
        this.sentence = sentence;
        this.ticker = ticker;
    }

    /** Logs the failure, unless a failure of this kind was logged within the last minute. */
    public void failed(Throwable failure) {
        String kind = failure.getClass().getName();
        if (isDue(kind)) {
            log.warnf("%s: %s. More of the kind are logged once a minute.", sentence, kind);
        }
        log.debug(sentence, failure);
    }

    private boolean isDue(String kind) {
        long now = ticker.read();
        Long before = loggedAt.get(kind);
        if (before != null && now - before < SILENCE.toNanos()) {
            return false;
        }
        if (loggedAt.size() >= MOST_KINDS) {
            loggedAt.clear();
        }
        // only one of several threads logs
        return before == null ? loggedAt.putIfAbsent(kind, now) == null : loggedAt.replace(kind, before, now);
    }
}
