package io.github.keycloakapppasswords.transaction;

import io.micrometer.core.instrument.Metrics;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Short transactions of the extension, each in a session made for it. The one way in which the extension writes rows that
 * another transaction may write too: work that meets another's is done again, see {@link Retries}.
 *
 * <p>So the work is to be short, and must do nothing that cannot be undone by a rollback: what Keycloak's transaction manager is
 * to do after the commit is done once. Before a part of the work reaches beyond the database, it calls {@link #lastAttempt}.
 *
 * <p>On MariaDB a transaction sees the database as its first read found it. Work that decides by what it reads locks the row that
 * guards the decision first.
 *
 * @param factory makes the sessions
 */
public record OwnTransaction(KeycloakSessionFactory factory) {

    private static final Logger LOG = Logger.getLogger(OwnTransaction.class);

    private static final String ATTEMPT = OwnTransaction.class.getName();

    private static final Retries RETRIES = new Retries(
            new ConflictMeters(Metrics.globalRegistry), new SecureRandom(), System::nanoTime, Thread::sleep);

    /**
     * Does the work and commits it. Keycloak's work after the commit, such as messages to the other nodes, may fail:
     * the work counts as done, and a warning is in the log.
     *
     * @param what names the work in the log
     * @throws RuntimeException if it fails; nothing was written then
     */
    public <R> R call(String what, Function<KeycloakSession, R> work) {
        return RETRIES.run(what, attempt -> once(what, attempt, work));
    }

    private <R> R once(String what, TransactionAttempt attempt, Function<KeycloakSession, R> work) {
        Committed<R> committed = new Committed<>();
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
                session.setAttribute(ATTEMPT, attempt);
                // the first one: what fails after the commit comes after it
                session.getTransactionManager().enlistAfterCompletion(committed);
                return committed.result(work.apply(session));
            });
        } catch (RuntimeException e) {
            Supplier<R> result = committed.result;
            if (result == null || !committed.isDone) {
                throw e;
            }
            LOG.warnf(
                    "%s is in the database, but Keycloak's work after the commit failed, such as messages to"
                            + " the other nodes: %s",
                    what, e.getClass().getName());
            LOG.debug("The failure after the commit", e);
            return result.get();
        }
    }

    /** Whether the database has committed, and what the work answered. */
    private static final class Committed<R> extends AbstractKeycloakTransaction {

        private boolean isDone;
        private @Nullable Supplier<R> result;

        R result(R answer) {
            result = () -> answer;
            return answer;
        }

        @Override
        protected void commitImpl() {
            isDone = true;
        }

        @Override
        protected void rollbackImpl() {
            // nothing was written
        }
    }

    /** The same, for work without a result. */
    public void run(String what, Consumer<KeycloakSession> work) {
        call(what, session -> {
            work.accept(session);
            return true;
        });
    }

    /**
     * Does work that writes to Keycloak's caches alone. Keycloak writes to them after the commit; unlike with {@link #call}, a failure then
     * is thrown, since nothing was done. The work is not tried again.
     *
     * @throws RuntimeException if the work or the writing fails
     */
    public <R> R callInCaches(Function<KeycloakSession, R> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, work::apply);
    }

    /** The same, for work without a result. */
    public void runInCaches(Consumer<KeycloakSession> work) {
        KeycloakModelUtils.runJobInTransaction(factory, work::accept);
    }

    /**
     * Must be called before an action that must not happen twice, such as publishing an event to listeners. Sends all writes so
     * far to the database, so that a conflict shows now; a later failure is not tried again. Without effect in a session that
     * {@link #call} did not make.
     */
    public static void lastAttempt(KeycloakSession session) {
        if (session.getAttribute(ATTEMPT) instanceof TransactionAttempt attempt) {
            session.getProvider(JpaConnectionProvider.class).getEntityManager().flush();
            attempt.makeLast();
        }
    }
}
