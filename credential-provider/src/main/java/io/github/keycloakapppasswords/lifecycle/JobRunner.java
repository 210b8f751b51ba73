package io.github.keycloakapppasswords.lifecycle;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private static final long CLOSE_SECONDS = 5;

    private final KeycloakSessionFactory factory;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "app-password-jobs");
        made.setDaemon(true);
        return made;
    });
    private volatile boolean stopping;

    JobRunner(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    /** Runs the job after each interval from now on. Its simple class name is what nodes know it by. */
    void start(ScheduledTask job, Duration interval) {
        Runnable clustered = new ClusterAwareScheduledTaskRunner(factory, job, interval.toMillis());
        AtomicBoolean busy = new AtomicBoolean();
        try (KeycloakSession session = factory.create()) {
            session.getProvider(TimerProvider.class)
                    .schedule(() -> begin(clustered, busy), interval.toMillis(), job.getTaskName());
        }
    }

    private void begin(Runnable job, AtomicBoolean busy) {
        if (stopping || !busy.compareAndSet(false, true)) {
            return;
        }
        try {
            thread.execute(() -> {
                try {
                    job.run();
                } finally {
                    busy.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            // the server stops
            busy.set(false);
        }
    }

    /** Whether the server is about to stop: jobs are to leave the rest. */
    boolean isStopping() {
        return stopping;
    }

    /** Lets the piece of work that is being done be finished, for a few seconds at most. */
    @Override
    public void close() {
        stopping = true;
        // never interrupted: an interrupt would make an embedded H2 close its file
        thread.shutdown();
        try {
            boolean ignored = thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
