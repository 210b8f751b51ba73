package io.github.keycloakapppasswords.userstorage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Logs storages that do not answer, each storage once a minute: in an outage the checks of all its users fail. */
final class OutageLog {

    private static final Logger LOG = Logger.getLogger(OutageLog.class);

    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final Map<StorageCalls.Asked, Instant> loggedAt = new ConcurrentHashMap<>();
    private final Clock clock;

    OutageLog(Clock clock) {
        this.clock = clock;
    }

    void failed(StorageCalls.Asked storage, RuntimeException failure) {
        Instant now = clock.instant();
        Instant logged = loggedAt.get(storage);
        if (logged == null || logged.plus(SILENCE).isBefore(now)) {
            loggedAt.put(storage, now);
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            LOG.warnf(
                    "The user storage %s of the realm %s does not answer: %s. Users whom the storage confirmed"
                            + " before can log in until the time of the option %s is over.",
                    storage.storageId(), storage.realmId(), cause, StorageOptions.OUTAGE);
        }
        LOG.debugf(failure, "The failure of the user storage %s", storage);
    }
}
