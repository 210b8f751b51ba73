package io.github.keycloakapppasswords.transaction;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.keycloak.models.KeycloakSession;

/**
 * Limits the requests that query the database at the same time, so that a hanging database does not block all threads:
 * requests that need no database continue. Some more requests wait for up to two seconds; all other requests are refused
 * immediately. Shared by all threads of the server.
 */
public final class DatabaseBulkhead {

    /**
     * How long a request waits for its turn. Keycloak reads a user within milliseconds, but a busy computer does so slowly for
     * many devices of a user at once. Shorter than the recipes let a load balancer (3 s) and a gateway (4 s) wait for its answer.
     */
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final Semaphore turns;
    private final Semaphore waiting;
    private final LongAdder refused = new LongAdder();

    /**
     * The same number of requests again may wait.
     *
     * @param atOnce how many requests may query the database at the same time; 0: every request is refused
     */
    public DatabaseBulkhead(int atOnce) {
        this(atOnce, new Semaphore(atOnce));
    }

    /** @param waiting the places in which requests wait; several bulkheads may share them */
    DatabaseBulkhead(int atOnce, Semaphore waiting) {
        this.turns = new Semaphore(atOnce);
        this.waiting = waiting;
    }

    /** For one question. It takes a turn when the database is first needed, and gives it back when it is closed. */
    public Turn turn() {
        return new Turn();
    }

    /**
     * For the request of this session. It keeps the turn until Keycloak closes the session: the commit of the transaction
     * queries the database, too.
     */
    public Turn turn(KeycloakSession session) {
        Turn turn = turn();
        session.enlistForClose(turn::close);
        return turn;
    }

    /** How many requests were refused since the server started. */
    long refused() {
        return refused.sum();
    }

    /** For work that is bounded in another way. */
    public static Turn unbounded() {
        return new DatabaseBulkhead(Integer.MAX_VALUE).turn();
    }

    /** Used by one thread. */
    public final class Turn implements AutoCloseable {

        private boolean taken;

        private Turn() {}

        /**
         * To be called before the database is asked, any number of times.
         *
         * @throws DatabaseBusyException if too many questions ask the database already
         */
        public void take() {
            if (!taken && !turns.tryAcquire()) {
                await();
            }
            taken = true;
        }

        private void await() {
            if (!waiting.tryAcquire()) {
                throw refusal();
            }
            try {
                if (!turns.tryAcquire(WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw refusal();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw refusal();
            } finally {
                waiting.release();
            }
        }

        private DatabaseBusyException refusal() {
            refused.increment();
            return new DatabaseBusyException();
        }

        /** To be called before something else than the database is asked, which may take long; without effect if no turn is taken. */
        public void giveBack() {
            if (taken) {
                taken = false;
                turns.release();
            }
        }

        @Override
        public void close() {
            giveBack();
        }
    }
}
