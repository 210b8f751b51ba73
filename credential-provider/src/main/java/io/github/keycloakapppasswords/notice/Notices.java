package io.github.keycloakapppasswords.notice;

import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.notice.Notice.Item;
import io.github.keycloakapppasswords.policy.MailNotice;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.row.NewNetworkUsed;
import io.github.keycloakapppasswords.store.AppPasswordEnded;
import io.github.keycloakapppasswords.store.AppPasswordMade;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderEvent;

/**
 * Sends owners mail notices about their app passwords: after the commit of the event, by a separate thread, folded, and never
 * at the cost of the request. Safe for use by several threads.
 */
public final class Notices implements AutoCloseable {

    private static final Set<EndCause> DISUSE = EnumSet.of(EndCause.IDLE, EndCause.NEVER_USED);

    private static final int MOST_WAITING = 10_000;

    /** Room that notices which can wait leave free for those which cannot. */
    private static final int RESERVE = 5_000;

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Clock clock;
    private final WaitingNotices waiting = new WaitingNotices(MOST_WAITING);
    private final NoticeMeters meters = new NoticeMeters(Metrics.globalRegistry, waiting);
    private final NoticeThread thread;

    public Notices(KeycloakSessionFactory factory, Clock clock) {
        this.clock = clock;
        NoticePost post = new NoticePost(waiting, mail -> send(factory, mail), meters, clock);
        this.thread = new NoticeThread(post, waiting, meters, CLOSING);
    }

    /** Starts sending. */
    public void start() {
        thread.start();
    }

    /** Sends the notices for this event. */
    public void onEvent(ProviderEvent event) {
        if (event instanceof AppPasswordMade made) {
            Item item = Item.made(made.credential(), made.maker());
            tell(made.session(), made.realm(), made.user(), MailNotice.MADE, List.of(item));
        } else if (event instanceof AppPasswordEnded ended) {
            disused(ended);
        } else if (event instanceof NewNetworkUsed used) {
            Item item = Item.usedFrom(used.used(), used.network(), used.at());
            tell(used.session(), used.realm(), used.used().userId(), MailNotice.NEW_NETWORK, List.of(item));
        }
    }

    private void disused(AppPasswordEnded event) {
        AppPasswordHistory ended = event.ended();
        if (ended.end() != null && DISUSE.contains(ended.end().cause())) {
            Item item = Item.of(ended);
            tell(event.session(), event.realm(), event.user(), MailNotice.DISUSED, List.of(item));
        }
    }

    /** Whether the realm wants this notice and the queue has room: a sender that can wait asks first. */
    public boolean canTell(RealmModel realm, MailNotice kind) {
        return waiting.room() > RESERVE && NoticeMail.isWanted(realm, kind);
    }

    /** Sends the notice that an app password will expire, if the session's transaction commits. */
    public void expiresSoon(KeycloakSession session, RealmModel realm, AppPasswordHistory due) {
        tell(session, realm, due.userId(), MailNotice.EXPIRES_SOON, List.of(Item.of(due)));
    }

    /**
     * Sends the notice that the main password was set, if the session's transaction commits.
     *
     * @param revoked the app passwords that were revoked for it; empty if the user's are kept
     */
    public void passwordSet(KeycloakSession session, RealmModel realm, UserModel user, List<Item> revoked) {
        tell(session, realm, user, MailNotice.PASSWORD_SET, revoked);
    }

    /**
     * Sends the notice that the last second factor was removed, or a new one set up, if the session's transaction commits.
     *
     * @param kind {@link MailNotice#FACTOR_REMOVED} or {@link MailNotice#FACTOR_ADDED}
     */
    public void secondFactor(KeycloakSession session, RealmModel realm, UserModel user, MailNotice kind) {
        tell(session, realm, user, kind, List.of());
    }

    /** In a session of a job's, which has neither user nor realm; Keycloak looks users up in a realm of the context only. */
    private void tell(KeycloakSession session, RealmModel realm, String userId, MailNotice kind, List<Item> items) {
        if (NoticeMail.isWanted(realm, kind)) {
            session.getContext().setRealm(realm);
            tell(session, realm, new ImportedUsers(session, realm).byId(userId), kind, items);
        }
    }

    private void tell(
            KeycloakSession session, RealmModel realm, @Nullable UserModel user, MailNotice kind, List<Item> items) {
        if (user == null || !NoticeMail.isWanted(realm, kind)) {
            return;
        }
        Optional<String> address = NoticeMail.address(user);
        if (address.isEmpty()) {
            meters.skipped();
            return;
        }
        Notice notice = new Notice(new Notice.Key(realm.getId(), user.getId(), kind, address.get()), items);
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                // mass notices must not push out warnings
                boolean room = kind != MailNotice.DISUSED || waiting.room() > RESERVE;
                if (!room || !waiting.add(notice, clock.instant())) {
                    meters.dropped(1);
                }
            }

            @Override
            protected void rollbackImpl() {
                // the event was rolled back
            }
        });
    }

    private boolean send(KeycloakSessionFactory factory, WaitingNotices.Mail mail) throws EmailException {
        // checked exceptions do not pass through Keycloak's jobs
        EmailException[] failure = new EmailException[1];
        boolean sent = KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            try {
                return new NoticeMail(session, clock).send(mail);
            } catch (EmailException e) {
                failure[0] = e;
                return false;
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        return sent;
    }

    /** Sends the waiting notices, for a few seconds at most. Later notices are lost, and counted. */
    @Override
    public void close() {
        thread.close();
    }
}
