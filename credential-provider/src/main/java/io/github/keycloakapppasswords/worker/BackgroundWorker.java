package io.github.keycloakapppasswords.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Runs background work in a separate thread: a hanging database, directory or mail server delays only this work.
 *
 * <p>Tasks run one after the other. A task that fails, by an {@link Error} too, ends neither the thread nor its own repetition.
 * The first failure is logged as a warning, later ones only for debugging until a task succeeds again; the metrics
 * {@code app_passwords_worker_failing} and {@code app_passwords_worker_failures_total} show both. Nothing is ever interrupted:
 * an interrupt would make an embedded H2 close its file.
 */
public final class BackgroundWorker implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(BackgroundWorker.class);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** So that the nodes of a cluster do not meet in the database for ever. */
    private static final double JITTER = 0.1;

    private final SecureRandom random = new SecureRandom();
    private final String name;
    private final String failure;
    private final Counter failures;
    private final ScheduledThreadPoolExecutor executor;
    private volatile boolean failing;
    private volatile boolean stopping;

    /**
     * Starts no thread yet.
     *
     * @param name of the worker, lower case with hyphens, as the metrics show it; the thread is {@code app-password-} and this
     * @param failure what a failure means to the admin, as a finished sentence
     */
    public BackgroundWorker(String name, String failure, MeterRegistry registry) {
        this.name = name;
        this.failure = failure;
        this.executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "app-password-" + name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.failures = Counter.builder("app_passwords.worker.failures")
                .description("Background tasks that failed")
                .tag("worker", name)
                .register(registry);
        Gauge.builder("app_passwords.worker.failing", this, worker -> worker.failing ? 1 : 0)
                .description("1 while the last background task of this worker has failed, otherwise 0")
                .tag("worker", name)
                .register(registry);
    }

    /**
     * Runs the task again and again, each time this long after its last end. The interval is longer or shorter by up to a tenth, which
     * is drawn once: so the nodes of a cluster do not stay in step.
     */
    public void every(Duration interval, Runnable task) {
        repeat(interval, () -> run(task));
    }

    /**
     * As {@link #every}, for a task that often finds nothing to do. That counts neither as a success nor as a failure: the metric shows
     * how the last real work ended.
     *
     * @param task whether there was something to do
     */
    public void everyIfAny(Duration interval, BooleanSupplier task) {
        repeat(interval, () -> run(task));
    }

    private void repeat(Duration interval, Runnable run) {
        long nanos = jittered(interval, random.nextDouble()).toNanos();
        try {
            Future<?> unused = executor.scheduleWithFixedDelay(run, nanos, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debugf("The server stops: the background work \"%s\" does not begin", name);
        }
    }

    /**
     * Runs the task once, as soon as the tasks before it have ended.
     *
     * @return {@code false} if the server stops: the task does not run then
     */
    public boolean soon(Runnable task) {
        return after(Duration.ZERO, task);
    }

    /**
     * Runs the task once, not before this time has passed.
     *
     * @return {@code false} if the server stops: the task does not run then
     */
    public boolean after(Duration pause, Runnable task) {
        try {
            Future<?> unused = executor.schedule(() -> run(task), pause.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Whether the server is about to stop: a long task is to leave the rest. */
    public boolean isStopping() {
        return stopping;
    }

    private void run(Runnable task) {
        run(() -> {
            task.run();
            return true;
        });
    }

    private void run(BooleanSupplier task) {
        try {
            if (task.getAsBoolean() && failing) {
                failing = false;
                LOG.infof("The background work \"%s\" succeeds again.", name);
            }
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    /** Throws nothing: the executor would forget a repeated task. */
    private void failed(Throwable failed) {
        try {
            failures.increment();
            if (!failing) {
                failing = true;
                LOG.warnf("%s The cause is %s.", failure, failed.getClass().getName());
            }
            LOG.debugf(failed, "The failure of the background work \"%s\"", name);
        } catch (RuntimeException | Error e) {
            failing = true;
        }
    }

    /** Finishes the running and waiting tasks, for five seconds at most. */
    @Override
    public void close() {
        boolean ignored = close(CLOSING, () -> {});
    }

    /**
     * Finishes the running and waiting tasks, and a last task.
     *
     * @param most how long this takes at most
     * @return whether all of that has ended; {@code false} if the rest is left to the thread
     */
    public boolean close(Duration most, Runnable last) {
        stopping = true;
        boolean ignored = soon(last);
        executor.shutdown();
        try {
            return executor.awaitTermination(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @param random from 0 to 1 */
    static Duration jittered(Duration interval, double random) {
        return Duration.ofNanos((long) (interval.toNanos() * (1 - JITTER + 2 * JITTER * random)));
    }
}
