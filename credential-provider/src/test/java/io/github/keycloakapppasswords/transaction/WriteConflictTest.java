package io.github.keycloakapppasswords.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.OptimisticLockException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.hibernate.StaleStateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;

class WriteConflictTest {

    private static SQLException sql(String state, int code) {
        return new SQLException("a message", state, code);
    }

    @ParameterizedTest
    @CsvSource({
        // MariaDB: the record has changed, deadlock, duplicate
        "HY000, 1020",
        "40001, 1213",
        "23000, 1062",
        // PostgreSQL: serialization failure, deadlock, duplicate
        "40001, 0",
        "40P01, 0",
        "23505, 0",
        // H2: deadlock, concurrent update, duplicate
        "40001, 40001",
        "90131, 90131",
        "23505, 23505"
    })
    void isWhatTheDatabasesCallIt(String state, int code) {
        assertThat(WriteConflict.isIn(sql(state, code))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // MariaDB: a wait of 50 s, connection lost, a user who is gone, a text that is too long
        "HY000, 1205",
        "08000, 2013",
        "23000, 1452",
        "22001, 1406",
        // PostgreSQL and H2: a user who is gone, a text that is too long, connection lost
        "23503, 0",
        "22001, 0",
        "08006, 0",
        "23506, 23506",
        // another database's 1020
        "72000, 1020"
    })
    void isNothingElse(String state, int code) {
        assertThat(WriteConflict.isIn(sql(state, code))).isFalse();
    }

    @Test
    void isNotWhatHasNoState() {
        assertThat(WriteConflict.isIn(new SQLException("a message"))).isFalse();
        assertThat(WriteConflict.isIn(new IllegalStateException("a message"))).isFalse();
    }

    @Test
    void isFoundHoweverKeycloakAndHibernateWrapIt() {
        assertThat(WriteConflict.isIn(new ModelException(
                        "Database operation failed", new RuntimeException("rolled back", sql("HY000", 1020)))))
                .isTrue();
        assertThat(WriteConflict.isIn(new ModelDuplicateException("Duplicate resource error", sql("23505", 0))))
                .isTrue();
    }

    /** As Narayana throws it where the database refuses the commit itself. */
    @Test
    void isFoundAmongTheSuppressed() {
        Exception commit = new IllegalStateException("could not commit");
        commit.addSuppressed(new IllegalStateException(sql("40001", 1213)));

        assertThat(WriteConflict.isIn(new IllegalStateException(commit))).isTrue();
    }

    @Test
    void isFoundInABatch() {
        BatchUpdateException batch = new BatchUpdateException("a message", "HY000", 0, new int[0]);
        batch.setNextException(sql("40P01", 0));

        assertThat(WriteConflict.isIn(batch)).isTrue();
    }

    @Test
    void isThatARowWhichHibernateIsToChangeHasGone() {
        assertThat(WriteConflict.isIn(new RuntimeException(new StaleStateException("a message"))))
                .isTrue();
        assertThat(WriteConflict.isIn(new ModelException("a message", new OptimisticLockException())))
                .isTrue();
    }

    /** Keycloak's own look at labels: nobody else came in between. */
    @Test
    void isNotALabelThatIsTaken() {
        assertThat(WriteConflict.isIn(new ModelDuplicateException("Device already exists", "userLabel")))
                .isFalse();
    }

    @Test
    void endsWhereACauseLeadsBack() {
        SQLException first = sql("08006", 0);
        first.initCause(new RuntimeException(first));

        assertThat(WriteConflict.isIn(first)).isFalse();
    }
}
