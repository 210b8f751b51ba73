package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.event.AbsentRequest;
import io.github.keycloakapppasswords.event.EventDetails;
import io.github.keycloakapppasswords.policy.Retention;
import io.github.keycloakapppasswords.refusal.LastRefusal;
import io.github.keycloakapppasswords.refusal.LastRefusals;
import io.github.keycloakapppasswords.term.Digest;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.validation.ValidationProvider;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Writes a report as a Keycloak event, in a separate session, unless nobody wants the event or another node has reported its fold.
 * Also records each user's last refusal, except for users who have not moved: {@link UnmovedUsers} records them.
 *
 * <p>The folds of the cluster are Keycloak's single-use objects: they expire by themselves, and hold a digest only.
 */
final class EventWriter implements Consumer<Report> {

    private static final String FOLD_PREFIX = "app-passwords.event.";

    private final KeycloakSessionFactory factory;
    private final WantedEvents wanted;
    private final Clock clock;

    EventWriter(KeycloakSessionFactory factory, WantedEvents wanted, Clock clock) {
        this.factory = factory;
        this.wanted = wanted;
        this.clock = clock;
    }

    @Override
    public void accept(Report report) {
        AtomicReference<@Nullable String> begun = new AtomicReference<>();
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> write(session, report, begun));
        } catch (RuntimeException e) {
            reopen(begun.get(), e);
            throw e;
        }
        noteRefusal(report);
    }

    /** @param begun receives the fold that this event opens: at once, and not when the transaction commits */
    private void write(KeycloakSession session, Report report, AtomicReference<@Nullable String> begun) {
        RealmModel realm = session.realms().getRealm(report.realmId());
        if (realm == null || !wanted.contains(realm, report.type())) {
            return;
        }
        session.getContext().setRealm(realm);
        String fold = FOLD_PREFIX + Digest.of(report.fold());
        if (session.singleUseObjects().putIfAbsent(fold, report.foldFor().toSeconds())) {
            begun.set(fold);
            write(session, realm, report);
        }
    }

    /** Opens the fold again: a lost event must not silence its fold for a month. */
    private void reopen(@Nullable String fold, RuntimeException why) {
        if (fold == null) {
            return;
        }
        try {
            KeycloakModelUtils.runJobInTransaction(
                    factory, session -> session.singleUseObjects().remove(fold));
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    /** In a separate transaction: if two nodes write the same first time, one write fails, and its next try finds the row. Runs more often than the event, which is written once a month. */
    private void noteRefusal(Report report) {
        String userId = report.userId();
        String reason = report.details().get(EventDetails.REASON);
        String protocol = report.details().get(EventDetails.PROTOCOL);
        String gateway = report.clientId();
        boolean refused = report.type() == EventType.LOGIN_ERROR && !report.isOfUnmovedUser();
        if (!refused || userId == null || reason == null || protocol == null || gateway == null) {
            return;
        }
        LastRefusal refusal =
                new LastRefusal(userId, reason, Protocol.of(protocol), report.address(), gateway, clock.instant());
        new OwnTransaction(factory).run("noting a refusal", session -> {
            RealmModel realm = session.realms().getRealm(report.realmId());
            if (realm != null) {
                boolean keepsAddress = Retention.keepsAddresses(realm);
                new LastRefusals(session).note(report.realmId(), keepsAddress ? refusal : refusal.withoutAddress());
            }
        });
    }

    private static void write(KeycloakSession session, RealmModel realm, Report report) {
        AbsentRequest.standIn(session);
        String userId = report.userId();
        boolean askable = userId == null || canBeAskedFor(session, realm, report.type(), userId);
        EventBuilder event = new EventBuilder(realm, session)
                .event(report.type())
                .client(report.clientId())
                .user(askable ? userId : null)
                .detail(EventDetails.USER_ID, askable ? null : userId)
                .ipAddress(report.address())
                .storeImmediately(false);
        report.details().forEach(event::detail);
        if (report.error() == null) {
            event.success();
        } else {
            event.error(report.error());
        }
    }

    /** The storage of an accepted user answered a moment ago. */
    private static boolean canBeAskedFor(KeycloakSession session, RealmModel realm, EventType type, String userId) {
        return type == EventType.LOGIN
                || session.getProvider(ValidationProvider.class).canBeAskedFor(realm, userId);
    }
}
