package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.notice.Notices;
import io.github.keycloakapppasswords.policy.LifeCycle;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.row.AppPasswordOwners;
import io.github.keycloakapppasswords.row.DueAppPasswords;
import io.github.keycloakapppasswords.row.DueAppPasswords.Rule;
import io.github.keycloakapppasswords.suspension.AbsenceNotes;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.userstorage.RealmStorages;
import io.github.keycloakapppasswords.work.RealmWork;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.timer.ScheduledTask;

/**
 * Ends expired and disused app passwords, records suspensions, and sends owners notices before an expiry: in every realm, found
 * by index, in short transactions. A failing one, like that of an unavailable storage, is left to the next run.
 *
 * <p>Running on two nodes at once does no harm: each end is recorded once.
 */
final class LifeCycleJob implements ScheduledTask {

    /** In the log. */
    private static final String JOB = "the life cycle's job";

    /** App passwords that end in one transaction, of some milliseconds each: they share a Keycloak session and some statements. */
    private static final int TOGETHER = 20;

    private final Clock clock;
    private final Batches batches;
    private final ExpiryNotices expiryNotices;

    /** @param stopping whether the server is about to stop: the rest is left to the next run then */
    LifeCycleJob(Clock clock, Notices notices, BooleanSupplier stopping) {
        this.clock = clock;
        this.batches = new Batches(stopping);
        this.expiryNotices = new ExpiryNotices(notices, batches);
    }

    /** The session's own transaction lasts as long as the job: nothing is read in it. */
    @Override
    public void run(KeycloakSession session) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        List<String> realmIds = new OwnTransaction(factory).call(JOB, own -> own.realms()
                .getRealmsStream()
                .map(RealmModel::getId)
                .toList());
        for (String realmId : realmIds) {
            RealmWork realm = new RealmWork(factory, realmId);
            realm.call(
                            JOB,
                            (own, model) ->
                                    new Terms(Policy.lifeCycleInForce(model), new RealmStorages(own, model).exist()))
                    .ifPresent(terms -> run(realm, terms));
        }
    }

    /**
     * What is read of a realm before its work.
     *
     * @param hasStorages a user storage may take its time for each user, who then has a transaction alone
     */
    private record Terms(LifeCycle policy, boolean hasStorages) {}

    private void run(RealmWork realm, Terms terms) {
        Instant now = clock.instant();
        LifeCycle policy = terms.policy();
        for (Rule rule : Rule.values()) {
            Instant limit = Expiry.limit(rule, policy, now);
            if (limit != null) {
                end(realm, terms.hasStorages() ? 1 : TOGETHER, rule, limit);
            }
        }
        suspend(realm, now.minus(policy.suspensionGrace()), now);
        expiryNotices.tell(realm, now);
    }

    private void end(RealmWork realm, int together, Rule rule, Instant limit) {
        batches.each(
                first -> realm.call(JOB, (session, model) -> new DueAppPasswords(session)
                                .of(model.getId(), rule, limit, first, Batches.SIZE))
                        .orElse(List.of()),
                together,
                due -> realm.call(JOB, (session, model) -> new DueEnds(session, model, clock).end(due, rule, limit))
                        .orElse(due.size()));
    }

    private void suspend(RealmWork realm, Instant goneBefore, Instant now) {
        batches.each(
                first -> realm.call(JOB, (session, model) -> new AppPasswordOwners(session)
                                .toSuspend(model.getId(), goneBefore, first, Batches.SIZE))
                        .orElse(List.of()),
                (String userId) -> realm.callFor(JOB, userId, (session, model, user) -> new AbsenceNotes(session)
                                .noteSuspended(model, user, now))
                        .orElse(false));
    }
}
