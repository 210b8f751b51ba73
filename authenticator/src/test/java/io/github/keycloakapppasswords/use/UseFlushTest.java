package io.github.keycloakapppasswords.use;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UseFlushTest {

    private static final int MAXIMUM = 1_000;

    private final WaitingUses waiting = new WaitingUses(MAXIMUM);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<List<NotedUse>> batches = new ArrayList<>();
    private final UseFlush flush = new UseFlush(waiting, this::write, new UseMeters(registry, waiting));

    private boolean databaseIsGone;
    private Set<String> poison = Set.of();
    private int tries;
    private int deadConnections;

    private int write(List<NotedUse> batch) {
        tries++;
        boolean dead = deadConnections > 0;
        deadConnections = Math.max(0, deadConnections - 1);
        if (dead
                || databaseIsGone
                || batch.stream().anyMatch(use -> poison.contains(use.key().credentialId()))) {
            throw new IllegalStateException("the database does not take it");
        }
        batches.add(batch);
        return batch.size();
    }

    private void use(int from, int to) {
        IntStream.range(from, to).forEach(i -> waiting.add(Uses.used("id-" + i, 0)));
    }

    private double count(String name) {
        return registry.get("app_passwords.uses." + name).counter().count();
    }

    private List<String> written() {
        return batches.stream()
                .flatMap(List::stream)
                .map(use -> use.key().credentialId())
                .toList();
    }

    @Test
    void writesOneRowForAThousandUsesOfOneAppPassword() {
        for (int i = 0; i < 1_000; i++) {
            waiting.add(Uses.used("phone", i));
        }
        flush.run();

        assertThat(batches).containsExactly(List.of(Uses.used("phone", 999)));
        assertThat(count("written")).isEqualTo(1);
        flush.run();
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void writesAHundredRowsATransactionInOneOrder() {
        use(0, 250);
        flush.run();

        assertThat(batches).extracting(List::size).containsExactly(100, 100, 50);
        assertThat(batches).allSatisfy(batch -> assertThat(batch).isSortedAccordingTo(NotedUse.ORDER));
        assertThat(waiting.size()).isZero();
    }

    @Test
    void losesNothingWhileTheDatabaseIsAway() {
        use(0, 250);
        databaseIsGone = true;
        flush.run();
        assertThat(tries).as("asks a database that is away once").isEqualTo(1);
        assertThat(registry.get("app_passwords.uses.waiting").gauge().value()).isEqualTo(250);
        flush.run();
        assertThat(tries).isEqualTo(1 + 3);
        assertThat(count("failed")).isEqualTo(4);

        databaseIsGone = false;
        flush.run();

        assertThat(written()).hasSize(250).doesNotHaveDuplicates();
        assertThat(count("dropped")).isZero();
    }

    @Test
    void losesNothingOnConnectionsThatDiedInTheOutage() {
        use(0, 20);
        databaseIsGone = true;
        flush.run();
        databaseIsGone = false;
        deadConnections = 2;
        flush.run();

        assertThat(written()).hasSize(20).doesNotHaveDuplicates();
        assertThat(count("dropped")).isZero();
    }

    @Test
    void goesBackToBatchesOnceTheDatabaseIsBack() {
        use(0, 10);
        databaseIsGone = true;
        flush.run();
        databaseIsGone = false;
        flush.run();
        batches.clear();
        use(0, 10);
        flush.run();

        assertThat(batches).hasSize(1);
    }

    @Test
    void givesUpOnlyWhatTheDatabaseNeverTakes() {
        use(0, 50);
        poison = Set.of("id-7", "id-8");
        flush.run();
        flush.run();

        assertThat(written()).hasSize(48).doesNotContain("id-7", "id-8");
        // one that failed last was not yet followed by a success
        use(50, 51);
        flush.run();
        flush.run();
        assertThat(count("dropped") + waiting.size()).isEqualTo(2);
        assertThat(written()).contains("id-50");
    }

    @Test
    void neverPutsAnOldUseOverALaterOne() {
        waiting.add(Uses.used("phone", 1));
        databaseIsGone = true;
        UseFlush slow = new UseFlush(
                waiting,
                batch -> {
                    waiting.add(Uses.used("phone", 2));
                    throw new IllegalStateException("the database is gone");
                },
                new UseMeters(registry, waiting));
        slow.run();

        assertThat(waiting.take(10)).containsExactly(Uses.used("phone", 2));
    }
}
