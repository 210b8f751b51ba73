package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.work.PendingWorkRunner;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.timer.ScheduledTask;

/** Does the work that changes asked for, and that whoever made them could not do after the commit. */
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
