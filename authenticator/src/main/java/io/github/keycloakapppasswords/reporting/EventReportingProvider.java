package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.term.Quoted;
import io.github.keycloakapppasswords.use.UsesProvider;
import io.github.keycloakapppasswords.validation.SeldomLog;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Reason;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;
import org.keycloak.models.RealmModel;

/**
 * Reports decisions: counts each decision, passes uses and news for owners on, logs each refusal at debug and a new fault
 * of a gateway as a warning, and queues the events.
 */
final class EventReportingProvider implements ReportingProvider {

    private static final Logger LOG = Logger.getLogger(EventReportingProvider.class);

    private static final SeldomLog NOT_WATCHED =
            new SeldomLog(LOG, "An owner who sets up a device does not see an attempt, taking the attempt failed");

    private final ReportQueue queue;
    private final Meters meters;
    private final UsesProvider uses;
    private final DecidedAttempts watched;
    private final UnmovedAttempts unmoved;
    private final WantedEvents wanted;

    EventReportingProvider(
            ReportQueue queue,
            Meters meters,
            UsesProvider uses,
            DecidedAttempts watched,
            UnmovedAttempts unmoved,
            WantedEvents wanted) {
        this.queue = queue;
        this.unmoved = unmoved;
        this.wanted = wanted;
        this.meters = meters;
        this.uses = uses;
        this.watched = watched;
    }

    @Override
    public void decided(RealmModel realm, String clientId, Attempt attempt, Decision decision, Duration took) {
        count(realm, clientId, attempt, decision, took);
        if (decision.reason() != Reason.ACCEPTED && LOG.isDebugEnabled()) {
            LOG.debugf(
                    "Refused: reason=%s realm=%s gateway=%s protocol=%s user=%s credential=%s label=%s" + " address=%s",
                    decision.reason().id(),
                    realm.getName(),
                    clientId,
                    attempt.protocol(),
                    decision.userId(),
                    decision.credentialId(),
                    decision.credentialId() == null ? null : Quoted.of(Label.harmless(decision.label())),
                    Reports.harmlessAddress(attempt.clientAddress()));
        }
        if (decision.reason() == Reason.NOT_AN_APP_PASSWORD) {
            unmoved.sent(realm.getId(), clientId, attempt);
            return;
        }
        Reason.Fault fault = decision.reason().fault();
        boolean news = fault != Reason.Fault.SERVER
                && queue.offer(
                        Fold.of(realm.getId(), clientId, attempt, decision),
                        () -> report(realm, clientId, attempt, decision));
        if (news && fault == Reason.Fault.GATEWAY) {
            warn(realm, clientId, decision.reason(), null, null);
        }
        if (news && decision.reason() == Reason.LOGIN_IDENTITY_FOLDED) {
            LOG.warnf(
                    "A right app password is refused: reason=%s realm=%s gateway=%s protocol=%s user=%s %s",
                    decision.reason().id(),
                    realm.getName(),
                    clientId,
                    attempt.protocol(),
                    decision.userId(),
                    Reports.FOLDED_HINT);
        }
    }

    /** An acceptance is only an event; a refusal is a note about its user, too, and a gateway's fault a line in the log. */
    private @Nullable Report report(RealmModel realm, String clientId, Attempt attempt, Decision decision) {
        if (decision.reason() == Reason.ACCEPTED && !wanted.contains(realm, EventType.LOGIN)) {
            return null;
        }
        return Reports.of(realm.getId(), clientId, attempt, decision);
    }

    @Override
    public void accepted(RealmModel realm, String clientId, Attempt attempt, Decision decision, Duration took) {
        count(realm, clientId, attempt, decision, took);
    }

    private void count(RealmModel realm, String clientId, Attempt attempt, Decision decision, Duration took) {
        meters.decided(realm.getName(), attempt.protocol().id(), decision.reason(), took);
        uses.decided(realm.getId(), clientId, attempt, decision);
        try {
            watched.decided(realm.getId(), attempt, decision);
        } catch (RuntimeException | LinkageError e) {
            // A page that says less must not change the answer.
            NOT_WATCHED.failed(e);
        }
    }

    @Override
    public void gatewayRefused(
            RealmModel realm,
            @Nullable String clientId,
            Reason reason,
            @Nullable String problem,
            @Nullable String address) {
        meters.gatewayRefused(realm.getName(), reason);
        LOG.debugf("Refused: reason=%s realm=%s gateway=%s from=%s", reason.id(), realm.getName(), clientId, address);
        boolean news = reason.fault() != Reason.Fault.SERVER
                && queue.offer(
                        Fold.ofGateway(realm.getId(), clientId, reason, address),
                        () -> Reports.gatewayFault(realm.getId(), clientId, reason, problem, address, null));
        if (news) {
            warn(realm, clientId, reason, problem, address);
        }
    }

    private static void warn(
            RealmModel realm,
            @Nullable String clientId,
            Reason reason,
            @Nullable String problem,
            @Nullable String address) {
        LOG.warnf(
                "A gateway is refused, and its users are asked to try later: reason=%s realm=%s gateway=%s from=%s %s",
                reason.id(), realm.getName(), clientId, address, problem == null ? "" : problem);
    }
}
