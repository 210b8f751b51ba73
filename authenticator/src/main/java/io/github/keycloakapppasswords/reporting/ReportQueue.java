package io.github.keycloakapppasswords.reporting;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.events.EventType;

/**
 * Takes reports without ever waiting, and writes them behind, in a thread of its own.
 *
 * <p>What is no news (see {@link Folds}) goes no further. What the queue or the budget of refusals has no room for is
 * dropped, counted, and told in the log once a minute.
 */
final class ReportQueue implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ReportQueue.class);

    private static final int CAPACITY = 10_000;
    private static final int REFUSALS_PER_MINUTE = 600;
    private static final long POLL_SECONDS = 60;
    private static final long CLOSE_MILLIS = 5_000;

    /** Ends the wait of the thread; never written. */
    private static final Report WAKE =
            new Report("", EventType.LOGIN, null, null, null, null, Map.of(), "", Duration.ZERO);

    private final BlockingQueue<Report> waiting = new LinkedBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final Folds folds;
    private final Budget refusals;
    private final Consumer<Report> writer;
    private final Thread thread;
    private volatile boolean closed;
    private long toldAt = System.nanoTime();

    /** @param writer writes one report; called by one thread only */
    ReportQueue(Consumer<Report> writer, Ticker ticker, Clock clock) {
        this.writer = writer;
        this.folds = new Folds(ticker);
        this.refusals = new Budget(REFUSALS_PER_MINUTE, clock);
        this.thread = new Thread(this::work, "app-password-events");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Takes a report.
     *
     * @return whether it is news; then it is written, unless there is no room
     */
    boolean offer(Report report) {
        if (!folds.open(report)) {
            return false;
        }
        boolean affordable = report.type() == EventType.LOGIN || refusals.take();
        if (closed || !affordable || !waiting.offer(report)) {
            dropped.incrementAndGet();
            folds.reopen(report);
        }
        return true;
    }

    private void work() {
        try {
            while (!closed || !waiting.isEmpty()) {
                Report report = waiting.poll(POLL_SECONDS, TimeUnit.SECONDS);
                if (report != null && !report.equals(WAKE)) {
                    write(report);
                }
                tellDropped();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread: an interrupt would make an embedded H2 close its file.
            Thread.currentThread().interrupt();
        }
    }

    private void write(Report report) {
        try {
            writer.accept(report);
        } catch (RuntimeException e) {
            LOG.warnf(e, "An event of type %s of realm %s could not be written", report.type(), report.realmId());
            folds.reopen(report);
        }
    }

    private void tellDropped() {
        long now = System.nanoTime();
        if (dropped.get() > 0 && now - toldAt >= TimeUnit.SECONDS.toNanos(POLL_SECONDS)) {
            toldAt = now;
            LOG.warnf("%d events about app passwords were dropped: too many at once", dropped.getAndSet(0));
        }
    }

    /** Writes what waits, for a few seconds at most. */
    @Override
    public void close() {
        closed = true;
        waiting.offer(WAKE);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
