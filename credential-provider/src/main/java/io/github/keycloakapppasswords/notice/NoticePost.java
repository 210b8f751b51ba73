package io.github.keycloakapppasswords.notice;

import io.github.keycloakapppasswords.notice.WaitingNotices.Mail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;

/**
 * Sends what is due, one mail after the other. Used by one thread.
 *
 * <p>A mail that the server does not take for now is tried again for a day; one that it refuses for good is lost. If the realm's
 * mail server cannot be reached or does not let Keycloak in, all the realm's mails wait for a minute, so that the realm
 * does not delay the mails of other realms.
 */
final class NoticePost implements Runnable {

    private static final Logger LOG = Logger.getLogger(NoticePost.class);

    private static final Duration AWAY_FOR = Duration.ofMinutes(1);
    private static final Duration PUT_OFF_FOR = Duration.ofMinutes(10);
    private static final Duration TRIED_FOR = Duration.ofDays(1);

    private final WaitingNotices waiting;
    private final Sender sender;
    private final NoticeMeters meters;
    private final Clock clock;
    private final Map<String, Instant> awayUntil = new HashMap<>();

    /** Sends one mail. */
    interface Sender {
        /**
         * @return whether the mail had a recipient
         * @throws EmailException if it could not be sent
         */
        boolean send(Mail mail) throws EmailException;
    }

    NoticePost(WaitingNotices waiting, Sender sender, NoticeMeters meters, Clock clock) {
        this.waiting = waiting;
        this.sender = sender;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public void run() {
        send(clock.instant());
    }

    /** Sends all that waits, due or not, and leaves out mail servers that cannot be reached. */
    void runLast() {
        send(clock.instant().plus(WaitingNotices.QUIET));
    }

    private void send(Instant due) {
        Instant now = clock.instant();
        awayUntil.values().removeIf(until -> !until.isAfter(now));
        Optional<Mail> next = next(due);
        while (next.isPresent()) {
            sendOrLose(next.get());
            next = next(due);
        }
    }

    private Optional<Mail> next(Instant due) {
        return waiting.next(due, key -> awayUntil.containsKey(key.realmId()));
    }

    private void sendOrLose(Mail mail) {
        try {
            if (sender.send(mail)) {
                meters.sent();
            }
        } catch (EmailException | RuntimeException e) {
            boolean again = putBack(mail, MailFailure.of(e));
            if (!again) {
                meters.failed();
            }
            LOG.warnf(
                    "A mail about app passwords (%s) to user %s of the realm %s could not be sent%s: %s",
                    mail.key().kind().id(),
                    mail.key().userId(),
                    mail.key().realmId(),
                    again ? ", and is tried again" : "",
                    cause(e));
            LOG.debug("The failure to send the mail", e);
        }
    }

    private boolean putBack(Mail mail, MailFailure failure) {
        Instant now = clock.instant();
        if (failure == MailFailure.SERVER_AWAY) {
            awayUntil.put(mail.key().realmId(), now.plus(AWAY_FOR));
        }
        if (failure == MailFailure.REFUSED || mail.since().plus(TRIED_FOR).isBefore(now)) {
            return false;
        }
        return waiting.putBack(mail, failure == MailFailure.SERVER_AWAY ? now : now.plus(PUT_OFF_FOR));
    }

    /** The class names the failure, without any text of a mail server or template. */
    private static String cause(Throwable e) {
        Throwable last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last.getClass().getName();
    }
}
