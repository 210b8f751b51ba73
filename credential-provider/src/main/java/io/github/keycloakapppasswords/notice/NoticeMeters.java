package io.github.keycloakapppasswords.notice;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts sent and lost notices, in Keycloak's own {@code /metrics} if that is enabled. Without labels; for each node. */
final class NoticeMeters {

    private final Counter sent;
    private final Counter failed;
    private final Counter dropped;
    private final Counter skipped;

    NoticeMeters(MeterRegistry registry, WaitingNotices waiting) {
        Gauge.builder("app_passwords.notices.waiting", waiting, WaitingNotices::size)
                .description("Mails to owners that wait to be sent")
                .register(registry);
        sent = counter(registry, "sent", "Mails to owners that the mail server took");
        failed = counter(registry, "failed", "Mails to owners that could not be sent, and are not tried again");
        dropped = counter(registry, "dropped", "Notices that were lost: the queue was full, or the server stopped");
        skipped = counter(registry, "skipped", "Notices to owners without a verified address, or disabled");
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("app_passwords.notices." + name)
                .description(description)
                .register(registry);
    }

    void sent() {
        sent.increment();
    }

    void failed() {
        failed.increment();
    }

    void dropped(int notices) {
        dropped.increment(notices);
    }

    void skipped() {
        skipped.increment();
    }
}
