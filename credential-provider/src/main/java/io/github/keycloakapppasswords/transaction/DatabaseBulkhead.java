package io.github.keycloakapppasswords.transaction;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many questions ask the database at once. A database that hangs holds their threads and no others: questions about
 * users whom Keycloak has cached go on. As many questions again wait for a short time; all others are refused at once. Shared by
 * all threads of the server.
 */
public final class DatabaseBulkhead {

    /** How long a question waits for its turn. Keycloak reads a user within milliseconds. */
    private static final Duration WAIT = Duration.ofMillis(100);

    private final Semaphore turns;
    private final Semaphore waiting;

    /** @param atOnce how many questions may ask the database at the same time, at least 1 */
    public DatabaseBulkhead(int atOnce) {
        this.turns = new Semaphore(atOnce);
        this.waiting = new Semaphore(atOnce);
    }

    /** For one question. It takes a turn when the database is first needed, and gives it back when it is closed. */
    public Turn turn() {
        return new Turn();
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
                throw new DatabaseBusyException();
            }
            try {
                if (!turns.tryAcquire(WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new DatabaseBusyException();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DatabaseBusyException();
            } finally {
                waiting.release();
            }
        }

        @Override
        public void close() {
            if (taken) {
                taken = false;
                turns.release();
            }
        }
    }
}
