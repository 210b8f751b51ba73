package io.github.keycloakapppasswords.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Tells of storages that do not answer, of each realm once a minute: in an outage every user fails. */
final class OutageLog {

    private static final Logger LOG = Logger.getLogger(OutageLog.class);

    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final Map<String, Instant> toldAt = new ConcurrentHashMap<>();
    private final Clock clock;

    OutageLog(Clock clock) {
        this.clock = clock;
    }

    void failed(String realmId, RuntimeException failure) {
        Instant now = clock.instant();
        Instant told = toldAt.get(realmId);
        if (told == null || told.plus(SILENCE).isBefore(now)) {
            toldAt.put(realmId, now);
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            LOG.warnf(
                    "A user storage of the realm %s does not answer: %s. Who is known is let in until the option %s is over.",
                    realmId, cause, StorageOptions.OUTAGE);
        }
        LOG.debugf(failure, "The failure of a user storage of the realm %s", realmId);
    }
}
