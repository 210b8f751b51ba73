package io.github.keycloakapppasswords.work;

import io.github.keycloakapppasswords.transaction.OwnTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Does {@link PendingWork}, each piece in separate transactions. Failed work stays on the list for {@link #runLeft}, and never
 * makes the original change fail.
 */
public record PendingWorkRunner(KeycloakSessionFactory factory) {

    private static final Logger LOG = Logger.getLogger(PendingWorkRunner.class);

    /** Younger work may still be running on the node that noted the work. */
    private static final Duration LEFT_AFTER = Duration.ofSeconds(30);

    /**
     * After this a request begins no further piece of the work that it noted: one that removes a large realm would wait for
     * minutes. A piece that waits for a lock or for a directory is not cut short.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int PAGE = 100;

    /** Does work recorded a moment ago; leaves work that takes too long. */
    void runNow(List<PendingWork> works) {
        long begun = System.nanoTime();
        BooleanSupplier over = () -> System.nanoTime() - begun > PATIENCE.toNanos();
        for (PendingWork work : works) {
            runOrLeave(work, over);
        }
    }

    /**
     * Does work that a dead or failing node left; first the ends of revoked app passwords.
     *
     * @param stopping whether to leave the rest to the next time
     */
    public void runLeft(Clock clock, BooleanSupplier stopping) {
        Instant before = clock.instant().minus(LEFT_AFTER);
        runLeft(PendingWorkEntity.REVOKED, before, stopping);
        runLeft(PendingWorkEntity.ANY_KIND, before, stopping);
    }

    private void runLeft(String kinds, Instant before, BooleanSupplier stopping) {
        String after = "";
        List<PendingWorkEntity> page;
        do {
            page = leftAfter(kinds, after, before);
            for (PendingWorkEntity left : page) {
                after = left.id();
                runOrLeave(left, stopping);
            }
        } while (page.size() == PAGE && !stopping.getAsBoolean());
    }

    private List<PendingWorkEntity> leftAfter(String kinds, String after, Instant before) {
        return new OwnTransaction(factory)
                .call("reading pending work", session -> new PendingWorks(session).left(kinds, after, before, PAGE));
    }

    private void runOrLeave(PendingWorkEntity left, BooleanSupplier over) {
        try {
            runOrLeave(left.work(), over);
        } catch (IllegalArgumentException e) {
            LOG.warnf("Pending work %s waits for the release that recorded it. %s", left.id(), e.getMessage());
        }
    }

    private void runOrLeave(PendingWork work, BooleanSupplier over) {
        try {
            boolean more = true;
            while (more && !over.getAsBoolean()) {
                more = isMoreAfter(work);
            }
        } catch (RuntimeException | LinkageError e) {
            // an error would keep Keycloak from what it does after the commit
            LOG.warnf(
                    "Work after a change of user %s of the realm %s (%s) failed. The next attempt follows"
                            + " within two minutes: %s",
                    work.userId(),
                    work.realmId(),
                    work.kind().id(),
                    e.getClass().getName());
            LOG.debug("The failure of the work", e);
        }
    }

    private boolean isMoreAfter(PendingWork work) {
        return new OwnTransaction(factory).call(work.kind().id(), session -> {
            PendingWorkDue due = new PendingWorkDue(session, work);
            factory.publish(due);
            if (due.isKept()) {
                return false;
            }
            if (!due.isRestLeft()) {
                new PendingWorks(session).done(work);
            }
            return due.isRestLeft();
        });
    }
}
