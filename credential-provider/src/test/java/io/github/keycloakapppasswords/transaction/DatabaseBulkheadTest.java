package io.github.keycloakapppasswords.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DatabaseBulkheadTest {

    private final DatabaseBulkhead bulkhead = new DatabaseBulkhead(2);

    private DatabaseBulkhead.Turn taken() {
        DatabaseBulkhead.Turn turn = bulkhead.turn();
        turn.take();
        return turn;
    }

    @Test
    void aQuestionTakesOneTurnHoweverOftenItAsks() {
        try (DatabaseBulkhead.Turn first = taken()) {
            first.take();
            first.take();

            assertThatCode(() -> taken().close()).doesNotThrowAnyException();
        }
    }

    @Test
    void refusesWhatFindsNoTurn() {
        try (DatabaseBulkhead.Turn first = taken();
                DatabaseBulkhead.Turn second = taken();
                DatabaseBulkhead.Turn third = bulkhead.turn()) {
            assertThat(List.of(first, second)).doesNotContain(third);
            assertThatThrownBy(third::take).isInstanceOf(DatabaseBusyException.class);
        }

        try (DatabaseBulkhead.Turn again = taken()) {
            assertThatCode(again::take).doesNotThrowAnyException();
        }
    }

    @Test
    void aQuestionThatNeedsNoDatabaseNeverWaits() {
        try (DatabaseBulkhead.Turn first = taken();
                DatabaseBulkhead.Turn second = taken()) {
            assertThat(first).isNotSameAs(second);
            assertThatCode(() -> bulkhead.turn().close()).doesNotThrowAnyException();
        }
    }

    /** However many come at once, a turn that was refused is not given back. */
    @Test
    void neverGivesMoreTurnsThanThereAre() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<CompletableFuture<Boolean>> asked = new ArrayList<>();
        try (DatabaseBulkhead.Turn first = taken();
                DatabaseBulkhead.Turn second = taken()) {
            assertThat(first).isNotSameAs(second);
            for (int i = 0; i < 64; i++) {
                asked.add(CompletableFuture.supplyAsync(this::isRefused, threads));
            }
            for (CompletableFuture<Boolean> refused : asked) {
                assertThat(refused.get(10, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdown();
        }

        try (DatabaseBulkhead.Turn first = taken();
                DatabaseBulkhead.Turn second = taken()) {
            assertThat(first).isNotSameAs(second);
            assertThat(isRefused()).isTrue();
        }
    }

    private boolean isRefused() {
        try (DatabaseBulkhead.Turn turn = bulkhead.turn()) {
            turn.take();
            return false;
        } catch (DatabaseBusyException e) {
            return true;
        }
    }

    /** A user storage that is slow holds no turn. */
    @Test
    void aTurnThatIsGivenBackIsForOthersAndCanBeTakenAgain() {
        try (DatabaseBulkhead.Turn first = taken();
                DatabaseBulkhead.Turn second = taken()) {
            first.giveBack();
            try (DatabaseBulkhead.Turn third = taken()) {
                assertThat(List.of(second, third)).doesNotContain(first);
                assertThatThrownBy(first::take).isInstanceOf(DatabaseBusyException.class);
            }
            assertThatCode(first::take).doesNotThrowAnyException();
        }
    }
}
