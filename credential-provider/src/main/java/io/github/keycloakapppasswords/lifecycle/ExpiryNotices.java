package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.notice.Notices;
import io.github.keycloakapppasswords.policy.MailNotice;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.row.ExpiringAppPasswords;
import io.github.keycloakapppasswords.work.RealmWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Sends owners a notice before their app passwords expire: once in a cluster, since the row records it before the mail is sent.
 * Takes no more than the queue has room for; the rest is left to the next run.
 */
final class ExpiryNotices {

    private static final Duration NOTICE = Duration.ofDays(7);

    /** In the log. */
    private static final String JOB = "announcing an expiry";

    private final Notices notices;
    private final Batches batches;

    ExpiryNotices(Notices notices, Batches batches) {
        this.notices = notices;
        this.batches = batches;
    }

    void tell(RealmWork realm, Instant now) {
        batches.each(
                first -> realm.call(JOB, (session, model) -> untold(session, model, now, first))
                        .orElse(List.of()),
                (AppPasswordHistory due) -> realm.callFor(
                                JOB, due.userId(), (session, model, user) -> tell(session, model, due, now))
                        .orElse(false));
    }

    private List<AppPasswordHistory> untold(KeycloakSession session, RealmModel realm, Instant now, int first) {
        return notices.canTell(realm, MailNotice.EXPIRES_SOON)
                ? new ExpiringAppPasswords(session).untold(realm.getId(), now, NOTICE, first, Batches.SIZE)
                : List.of();
    }

    private boolean tell(KeycloakSession session, RealmModel realm, AppPasswordHistory due, Instant now) {
        if (new ExpiringAppPasswords(session).tell(realm.getId(), due.id(), now)) {
            notices.expiresSoon(session, realm, due);
        }
        return true;
    }
}
