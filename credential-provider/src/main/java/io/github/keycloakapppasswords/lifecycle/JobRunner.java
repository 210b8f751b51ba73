package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.worker.BackgroundWorker;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.scheduled.ClusterAwareScheduledTaskRunner;
import org.keycloak.timer.ScheduledTask;
import org.keycloak.timer.TimerProvider;

/**
 * Runs jobs again and again, on one node of the cluster at a time.
 *
 * <p>Keycloak's timer is one thread for the whole server, so it only starts them; the work is done in a thread of our
 * own. A job that is still at work when its time comes is not started twice.
 */
final class JobRunner implements AutoCloseable {

    private final KeycloakSessionFactory factory;
    private final BackgroundWorker worker;

    /** @param name of the worker, as the metrics show it */
    JobRunner(KeycloakSessionFactory factory, String name) {
        this.factory = factory;
        this.worker = new BackgroundWorker(
                name, "A job of app passwords has failed, and runs again at its next time.", Metrics.globalRegistry);
    }

    /** Runs the job after each interval from now on. Its simple class name is what nodes know it by. */
    void start(ScheduledTask job, Duration interval) {
        Clustered clustered = new Clustered(factory, job, interval);
        AtomicBoolean busy = new AtomicBoolean();
        try (KeycloakSession session = factory.create()) {
            session.getProvider(TimerProvider.class)
                    .schedule(() -> begin(clustered, busy), interval.toMillis(), job.getTaskName());
        }
    }

    private void begin(Clustered job, AtomicBoolean busy) {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        boolean taken = false;
        try {
            taken = worker.soon(() -> {
                try {
                    job.runOrThrow();
                } finally {
                    busy.set(false);
                }
            });
        } finally {
            if (!taken) {
                busy.set(false);
            }
        }
    }

    /** Keycloak's own runner logs the failure of a job and keeps it to itself: the worker is to know of it too. */
    private static final class Clustered extends ClusterAwareScheduledTaskRunner {

        private volatile @Nullable Throwable failure;

        private Clustered(KeycloakSessionFactory factory, ScheduledTask job, Duration interval) {
            super(factory, job, interval.toMillis());
        }

        @Override
        protected void runTask(KeycloakSession session) {
            try {
                super.runTask(session);
            } catch (RuntimeException | Error e) {
                failure = e;
                throw e;
            }
        }

        private void runOrThrow() {
            failure = null;
            run();
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            if (failure instanceof Error error) {
                throw error;
            }
        }
    }

    /** Whether the server is about to stop: jobs are to leave the rest. */
    boolean isStopping() {
        return worker.isStopping();
    }

    /** Lets the piece of work that is being done be finished, for a few seconds at most. */
    @Override
    public void close() {
        worker.close();
    }
}
