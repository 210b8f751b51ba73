package io.github.keycloakapppasswords.transaction;

import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.hibernate.StaleStateException;
import org.jspecify.annotations.Nullable;

/**
 * Knows the failures that say no more than this: another transaction wrote the same rows at the same time. The database has
 * undone everything then, and the same work can succeed when it is done again.
 *
 * <p>Databases name this differently. Snapshot isolation (MariaDB from 11.6.2 on) refuses to write a row that changed after the
 * transaction's first read; where two wait for each other, one is chosen to fail; of two that insert the same key, the second
 * fails. Hibernate notices that a row which it is to change has gone.
 */
final class WriteConflict {

    /** Serialization failure or deadlock (SQL standard, H2, MariaDB, PostgreSQL); deadlock and duplicate key of PostgreSQL. */
    private static final Set<String> STATES = Set.of("40001", "40P01", "23505");

    private record Vendor(String state, int code) {}

    private static final Set<Vendor> VENDORS = Set.of(
            // MariaDB, ER_CHECKREAD: the record has changed since it was read
            new Vendor("HY000", 1020),
            // MariaDB, ER_DUP_ENTRY; the state alone also says that a user is gone
            new Vendor("23000", 1062),
            // H2, CONCURRENT_UPDATE_1; it is also the cause of a wait for a lock that took too long
            new Vendor("90131", 90131));

    private WriteConflict() {}

    /**
     * Whether this failure, or anything that caused it, is a conflict. Where the commit itself fails, the transaction manager
     * (Narayana) has the cause among the suppressed exceptions.
     */
    static boolean isIn(Throwable failure) {
        return isIn(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** @param seen the failures checked so far: a cause may lead back to itself */
    private static boolean isIn(@Nullable Throwable failure, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return false;
        }
        return isConflict(failure)
                || isIn(failure.getCause(), seen)
                || Arrays.stream(failure.getSuppressed()).anyMatch(suppressed -> isIn(suppressed, seen))
                || (failure instanceof SQLException sql && isIn(sql.getNextException(), seen));
    }

    private static boolean isConflict(Throwable failure) {
        if (failure instanceof SQLException sql) {
            String state = sql.getSQLState() == null ? "" : sql.getSQLState();
            return STATES.contains(state) || VENDORS.contains(new Vendor(state, sql.getErrorCode()));
        }
        return failure instanceof OptimisticLockException || failure instanceof StaleStateException;
    }
}
