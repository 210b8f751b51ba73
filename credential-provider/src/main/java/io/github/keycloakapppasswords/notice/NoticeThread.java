package io.github.keycloakapppasswords.notice;

import io.github.keycloakapppasswords.worker.BackgroundWorker;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Sends waiting notices each second in a separate thread: a hanging mail server delays nothing else. */
final class NoticeThread implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(NoticeThread.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final NoticePost post;
    private final WaitingNotices waiting;
    private final NoticeMeters meters;
    private final Duration closing;
    private final BackgroundWorker worker = new BackgroundWorker(
            "notices", "Mails about app passwords could not be sent, and are tried again.", Metrics.globalRegistry);

    /** @param closing how long {@link #close()} takes at most */
    NoticeThread(NoticePost post, WaitingNotices waiting, NoticeMeters meters, Duration closing) {
        this.post = post;
        this.waiting = waiting;
        this.meters = meters;
        this.closing = closing;
    }

    void start() {
        worker.every(INTERVAL, post);
    }

    /** Sends waiting notices, for a few seconds at most; the rest, and all later notices, count as lost. */
    @Override
    public void close() {
        if (worker.isStopping()) {
            return;
        }
        boolean ended = worker.close(closing, post::runLast);
        LOG.debugf("The sending of mails has ended: %s", ended);
        int lost = waiting.close();
        if (lost > 0) {
            meters.dropped(lost);
            LOG.warnf("%d mails about app passwords were not sent before the server stopped, and are lost.", lost);
        }
    }
}
