package io.github.keycloakapppasswords.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetworkFlushTest {

    private final List<String> noted = new ArrayList<>();
    private final NetworkFlush flush = new NetworkFlush(this::note);

    private Set<String> poison = Set.of();
    private int tries;

    /** Takes all or none. */
    private void note(List<NotedUse> batch) {
        tries++;
        List<String> ids = batch.stream().map(use -> use.key().credentialId()).toList();
        if (ids.stream().anyMatch(poison::contains)) {
            throw new IllegalStateException("the database does not take it");
        }
        noted.addAll(ids);
    }

    private static List<NotedUse> uses(int number) {
        return IntStream.range(0, number).mapToObj(i -> Uses.used("id-" + i, 0)).toList();
    }

    @Test
    void notesABatchAtOnce() {
        flush.accept(uses(100));

        assertThat(noted).hasSize(100);
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void losesOnlyWhatTheDatabaseDoesNotTake() {
        poison = Set.of("id-7", "id-8", "id-90");

        flush.accept(uses(100));

        assertThat(noted).hasSize(97).doesNotHaveDuplicates().doesNotContainAnyElementsOf(poison);
    }

    @Test
    void asksADatabaseThatIsAwayFewTimes() {
        poison = Set.of("id-0", "id-1", "id-2");

        flush.accept(uses(100));

        assertThat(tries).isEqualTo(1 + 3);
        assertThat(noted).isEmpty();
    }

    @Test
    void triesOneAloneOnce() {
        poison = Set.of("id-0");

        flush.accept(uses(1));

        assertThat(tries).isEqualTo(1);
    }
}
