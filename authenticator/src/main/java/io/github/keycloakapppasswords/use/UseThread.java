package io.github.keycloakapppasswords.use;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Flushes at an interval, on a thread of its own: Keycloak's timer is one thread for all, and a database that is away
 * would stop it.
 */
final class UseThread implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(UseThread.class);

    private static final long CLOSE_SECONDS = 5;

    private final Runnable flush;
    private final ScheduledExecutorService executor;
    private @Nullable Future<?> schedule;

    UseThread(Runnable flush) {
        this.flush = flush;
        this.executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "app-password-uses");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start(Duration interval) {
        schedule = executor.scheduleWithFixedDelay(
                this::run, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whatever is thrown would end the schedule for good. */
    private void run() {
        try {
            flush.run();
        } catch (RuntimeException | Error e) {
            LOG.error("The last uses of app passwords could not be written", e);
        }
    }

    /** Flushes once more, for a few seconds at most. Interrupts nothing: an interrupt would make an embedded H2 close its file. */
    @Override
    public void close() {
        if (schedule != null) {
            schedule.cancel(false);
        }
        executor.execute(this::run);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The last uses of app passwords could not all be written before the server stopped.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
