package io.github.keycloakapppasswords.use;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts written and dropped uses, in Keycloak's own {@code /metrics} if that is enabled. Without labels; for each node. */
final class UseMeters {

    private final Counter written;
    private final Counter failed;
    private final Counter dropped;

    UseMeters(MeterRegistry registry, WaitingUses waiting) {
        Gauge.builder("app_passwords.uses.waiting", waiting, WaitingUses::size)
                .description("App passwords whose last use waits to be written")
                .register(registry);
        written = counter(registry, "written", "Last uses that were written, one for each app password and interval");
        failed = counter(registry, "failed", "Writes of last uses that failed, and are tried again");
        dropped = counter(
                registry, "dropped", "Last uses that were lost: the queue was full, or the database refuses them");
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("app_passwords.uses." + name)
                .description(description)
                .register(registry);
    }

    void written(int rows) {
        written.increment(rows);
    }

    /** A whole batch failed. */
    void failed() {
        failed.increment();
    }

    void dropped(int uses) {
        dropped.increment(uses);
    }
}
