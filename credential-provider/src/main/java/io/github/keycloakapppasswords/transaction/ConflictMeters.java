package io.github.keycloakapppasswords.transaction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts conflicts of our transactions with others, in Keycloak's own {@code /metrics} if that is enabled; for each node. */
final class ConflictMeters {

    private final Counter again;
    private final Counter givenUp;

    ConflictMeters(MeterRegistry registry) {
        again = counter(registry, "again", "the work was done again");
        givenUp = counter(registry, "given_up", "the work failed");
    }

    private static Counter counter(MeterRegistry registry, String outcome, String description) {
        return Counter.builder("app_passwords.database.conflicts")
                .description("Transactions that failed since another one wrote the same rows: " + description)
                .tag("outcome", outcome)
                .register(registry);
    }

    void again() {
        again.increment();
    }

    void givenUp() {
        givenUp.increment();
    }
}
