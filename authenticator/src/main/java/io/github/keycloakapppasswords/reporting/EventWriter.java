package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.event.AbsentRequest;
import io.github.keycloakapppasswords.event.EventDetails;
import io.github.keycloakapppasswords.policy.Retention;
import io.github.keycloakapppasswords.refusal.LastRefusal;
import io.github.keycloakapppasswords.refusal.LastRefusals;
import io.github.keycloakapppasswords.refusal.NotMoved;
import io.github.keycloakapppasswords.refusal.NotMovedUsers;
import io.github.keycloakapppasswords.term.Digest;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.validation.ValidationProvider;
import io.github.keycloakapppasswords.verdict.Reason;
import java.time.Clock;
import java.util.Optional;
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
 * Writes a report as a Keycloak event, in a separate session, unless another node has reported its fold. Also records users who
 * have not moved to app passwords yet, and each user's last refusal.
 *
 * <p>The folds of the cluster are Keycloak's single-use objects: they expire by themselves, and hold a digest only.
 */
final class EventWriter implements Consumer<Report> {

    private static final String FOLD_PREFIX = "app-passwords.event.";

    private final KeycloakSessionFactory factory;
    private final Clock clock;

    EventWriter(KeycloakSessionFactory factory, Clock clock) {
        this.factory = factory;
        this.clock = clock;
    }

    @Override
    public void accept(Report report) {
        AtomicReference<@Nullable String> begun = new AtomicReference<>();
        Optional<Report> written;
        try {
            written =
                    KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> write(session, report, begun));
        } catch (RuntimeException e) {
            reopen(begun.get(), e);
            throw e;
        }
        written.ifPresent(this::noteNotMoved);
        written.ifPresent(this::noteRefusal);
    }

    /** @param begun receives the fold that this event opens: at once, and not when the transaction commits */
    private static Optional<Report> write(
            KeycloakSession session, Report report, AtomicReference<@Nullable String> begun) {
        RealmModel realm = session.realms().getRealm(report.realmId());
        if (realm == null) {
            return Optional.empty();
        }
        session.getContext().setRealm(realm);
        Report found = resolve(session, realm, report);
        String fold = FOLD_PREFIX + Digest.of(found.fold());
        if (session.singleUseObjects().putIfAbsent(fold, found.foldFor().toSeconds())) {
            begun.set(fold);
            write(session, realm, found);
        }
        return Optional.of(found);
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

    /** In a separate transaction: if two nodes write the same first time, one write fails, and its next try finds the row. */
    private void noteNotMoved(Report report) {
        String userId = report.userId();
        String protocol = report.details().get(EventDetails.PROTOCOL);
        String gateway = report.clientId();
        boolean notMoved =
                Reason.NOT_AN_APP_PASSWORD.id().equals(report.details().get(EventDetails.REASON));
        if (!notMoved || userId == null || protocol == null || gateway == null) {
            return;
        }
        NotMoved note = new NotMoved(userId, Protocol.of(protocol), gateway, clock.instant());
        new OwnTransaction(factory)
                .run("noting unmoved users", session -> new NotMovedUsers(session).note(report.realmId(), note));
    }

    /** In a separate transaction, for the same reason. Runs more often than the event, which is written once a month. */
    private void noteRefusal(Report report) {
        String userId = report.userId();
        String reason = report.details().get(EventDetails.REASON);
        String protocol = report.details().get(EventDetails.PROTOCOL);
        String gateway = report.clientId();
        boolean refused = report.type() == EventType.LOGIN_ERROR;
        if (!refused || userId == null || reason == null || protocol == null || gateway == null) {
            return;
        }
        LastRefusal refusal =
                new LastRefusal(userId, reason, Protocol.of(protocol), report.address(), gateway, clock.instant());
        new OwnTransaction(factory).run("noting a refusal", session -> {
            RealmModel realm = session.realms().getRealm(report.realmId());
            boolean keepsAddress = realm != null && Retention.keepsAddresses(realm);
            new LastRefusals(session).note(report.realmId(), keepsAddress ? refusal : refusal.withoutAddress());
        });
    }

    private static Report resolve(KeycloakSession session, RealmModel realm, Report report) {
        String name = report.unresolvedName();
        if (name == null) {
            return report;
        }
        Optional<String> userId = session.getProvider(ValidationProvider.class).userId(realm, name);
        return Reports.resolve(report, userId.orElse(null));
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
