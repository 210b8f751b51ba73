package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.work.PendingWorkRunner;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.timer.ScheduledTask;

/** Does pending work that the node of the change could not do after the commit. */
final class PendingWorkJob implements ScheduledTask {

    private final Clock clock;
    private final BooleanSupplier stopping;

    /** @param stopping whether the server is about to stop: the rest is left to the next run then */
    PendingWorkJob(Clock clock, BooleanSupplier stopping) {
        this.clock = clock;
        this.stopping = stopping;
    }

    @Override
    public void run(KeycloakSession session) {
        new PendingWorkRunner(session.getKeycloakSessionFactory()).runLeft(clock, stopping);
    }
}
