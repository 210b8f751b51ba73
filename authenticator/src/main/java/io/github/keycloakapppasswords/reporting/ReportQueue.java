package io.github.keycloakapppasswords.reporting;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private static final int NOBODYS_PER_MINUTE = 120;
    private static final int UNRESOLVED_PER_MINUTE = 120;
    private static final long POLL_SECONDS = 60;
    private static final long CLOSE_MILLIS = 5_000;

    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final Folds folds;
    private final Budget refusals;
    private final Budget nobodys;
    private final Budget unresolved;
    private final Consumer<Report> writer;
    private final Thread thread;
    private volatile boolean closed;
    private long toldAt = System.nanoTime();
    private long droppedTold;

    /** @param writer writes one report; called by one thread only */
    ReportQueue(Consumer<Report> writer, Ticker ticker, Clock clock) {
        this.writer = writer;
        this.folds = new Folds(ticker);
        this.refusals = new Budget(REFUSALS_PER_MINUTE, clock);
        this.nobodys = new Budget(NOBODYS_PER_MINUTE, clock);
        this.unresolved = new Budget(UNRESOLVED_PER_MINUTE, clock);
        this.thread = new Thread(this::work, "app-password-events");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Takes a report if it is news.
     *
     * @param fold what the report is folded with on this node
     * @param report makes the report; called only for news
     * @return whether it is news and will be written; false also where there is no room
     */
    boolean offer(Fold fold, Supplier<Report> report) {
        if (!folds.open(fold)) {
            return false;
        }
        Report news = report.get();
        if (closed || !affordable(news) || !waiting.offer(() -> write(fold, news))) {
            dropped.incrementAndGet();
            folds.reopen(fold);
            return false;
        }
        return true;
    }

    /**
     * What concerns neither a user nor a gateway that proved to be one has a budget of its own, and so have names that are
     * still to be looked for: whoever makes them up, at ever new addresses, must not use up the one for people.
     */
    private boolean affordable(Report report) {
        if (report.unresolvedName() != null) {
            return unresolved.take();
        }
        if (report.type() == EventType.LOGIN) {
            return true;
        }
        return report.isOfNobody() ? nobodys.take() : refusals.take();
    }

    /** How many wait to be written. */
    int size() {
        return waiting.size();
    }

    /** How many were dropped since the start. */
    long droppedInAll() {
        return dropped.get();
    }

    private void work() {
        try {
            while (!closed || !waiting.isEmpty()) {
                Runnable next = waiting.poll(POLL_SECONDS, TimeUnit.SECONDS);
                if (next != null) {
                    next.run();
                }
                tellDropped();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread: an interrupt would make an embedded H2 close its file.
            Thread.currentThread().interrupt();
        }
    }

    private void write(Fold fold, Report report) {
        try {
            writer.accept(report);
        } catch (RuntimeException | Error e) {
            // Whatever is thrown would end the thread for good.
            LOG.warnf(e, "An event of type %s of realm %s could not be written", report.type(), report.realmId());
            folds.reopen(fold);
        }
    }

    private void tellDropped() {
        long now = System.nanoTime();
        if (dropped.get() > droppedTold && now - toldAt >= TimeUnit.SECONDS.toNanos(POLL_SECONDS)) {
            toldAt = now;
            long all = dropped.get();
            LOG.warnf("%d events about app passwords were dropped: too many at once", all - droppedTold);
            droppedTold = all;
        }
    }

    /** Writes what waits, for a few seconds at most. */
    @Override
    public void close() {
        closed = true;
        // Ends the wait of the thread, if it waits.
        waiting.offer(this::tellDropped);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
