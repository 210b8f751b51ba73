package io.github.keycloakapppasswords.reporting;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.worker.BackgroundWorker;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;

/**
 * Takes reports without ever waiting, and writes them in the background.
 *
 * <p>A report that is not news (see {@link Folds}) is ignored. A report without room in the queue or in its budget is dropped,
 * and logged once a minute. It is counted once, however often it is repeated, and not made again before there is room.
 */
final class ReportQueue implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ReportQueue.class);

    private static final int CAPACITY = 10_000;
    private static final int ROOM_OF_UNMOVED = CAPACITY / 2;
    private static final int REFUSALS_PER_MINUTE = 600;
    private static final int NOBODYS_PER_MINUTE = 120;
    private static final Duration TELL = Duration.ofMinutes(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Folds folds;
    private final Budget refusals;
    private final Budget nobodys;
    private final Consumer<Report> writer;
    private final BackgroundWorker worker = new BackgroundWorker(
            "events", "An event about app passwords could not be written, and is lost.", Metrics.globalRegistry);
    private long droppedTold;

    /** @param writer writes one report; called by one thread only */
    ReportQueue(Consumer<Report> writer, Ticker ticker, Clock clock) {
        this.writer = writer;
        this.folds = new Folds(ticker);
        this.refusals = new Budget(REFUSALS_PER_MINUTE, clock);
        this.nobodys = new Budget(NOBODYS_PER_MINUTE, clock);
    }

    void start() {
        worker.every(TELL, this::tellDropped);
    }

    /**
     * Takes a report if it is news.
     *
     * @param fold the report's fold on this node
     * @param report makes the report; called only for news. {@code null}: nobody wants the report while its fold lasts
     * @return whether the report is news and will be written; {@code false} also without room
     */
    boolean offer(Fold fold, Supplier<@Nullable Report> report) {
        if (!folds.open(fold)) {
            return false;
        }
        Report news = report.get();
        if (news == null) {
            return false;
        }
        Budget budget = budget(news);
        int room = news.isOfUnmovedUser() ? ROOM_OF_UNMOVED : CAPACITY;
        if ((budget != null && !budget.take()) || !take(fold, news, room)) {
            if (folds.drop(fold, () -> waiting.get() < room && (budget == null || budget.isLeft()))) {
                dropped.incrementAndGet();
            }
            return false;
        }
        return true;
    }

    /**
     * The budget of the report; {@code null} if only the room in the queue limits its number. Reports that concern neither a user
     * nor an authenticated gateway have a separate budget: made-up names from ever new addresses must not use up the budget for
     * real users. Users who have not moved have half of the room: in the first days there are very many, and the others must
     * find room even if a listener takes long for each.
     */
    private @Nullable Budget budget(Report report) {
        if (report.type() == EventType.LOGIN) {
            return null;
        }
        if (report.isOfNobody()) {
            return nobodys;
        }
        return report.isOfUnmovedUser() ? null : refusals;
    }

    /** The number of reports that wait to be written. */
    int size() {
        return waiting.get();
    }

    /** The number of reports dropped since the start, a repeated report once. */
    long droppedInAll() {
        return dropped.get();
    }

    private boolean take(Fold fold, Report report, int room) {
        boolean taken = false;
        int now = waiting.incrementAndGet();
        try {
            taken = now <= room && worker.soon(() -> write(fold, report));
            return taken;
        } finally {
            if (!taken) {
                waiting.decrementAndGet();
            }
        }
    }

    private void write(Fold fold, Report report) {
        try {
            writer.accept(report);
        } catch (RuntimeException | Error e) {
            LOG.debugf(e, "An event of type %s of realm %s could not be written", report.type(), report.realmId());
            folds.reopen(fold);
            throw e;
        } finally {
            waiting.decrementAndGet();
        }
    }

    private void tellDropped() {
        long all = dropped.get();
        if (all > droppedTold) {
            LOG.warnf("%d events about app passwords were dropped: too many at once", all - droppedTold);
            droppedTold = all;
        }
    }

    /** Writes the waiting reports, for a few seconds at most. */
    @Override
    public void close() {
        boolean ended = worker.close(CLOSING, this::tellDropped);
        LOG.debugf("The writing of events has ended: %s", ended);
    }
}
