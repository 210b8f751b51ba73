package io.github.keycloakapppasswords.notice;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Has what waits sent, each second, on a thread of its own: a mail server that hangs holds up nobody else. */
final class NoticeThread implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(NoticeThread.class);

    private final NoticePost post;
    private final WaitingNotices waiting;
    private final NoticeMeters meters;
    private final Duration closing;
    private final ScheduledExecutorService executor;

    /** @param closing how long {@link #close()} takes at most */
    NoticeThread(NoticePost post, WaitingNotices waiting, NoticeMeters meters, Duration closing) {
        this.post = post;
        this.waiting = waiting;
        this.meters = meters;
        this.closing = closing;
        this.executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "app-password-notices");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        var unused = executor.scheduleWithFixedDelay(() -> run(post), 1, 1, TimeUnit.SECONDS);
    }

    /** Whatever is thrown would end the schedule for good. */
    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.error("Mails about app passwords could not be sent", e);
        }
    }

    /**
     * Sends what waits, for a few seconds at most; what is left is counted as lost, and so is what is told from then on.
     * Interrupts nothing: an interrupt would make an embedded H2 close its file.
     */
    @Override
    public void close() {
        if (executor.isShutdown()) {
            return;
        }
        executor.execute(() -> run(post::runLast));
        executor.shutdown();
        try {
            var unused = executor.awaitTermination(closing.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int lost = waiting.close();
        if (lost > 0) {
            meters.dropped(lost);
            LOG.warnf("%d mails about app passwords were not sent before the server stopped, and are lost.", lost);
        }
    }
}
