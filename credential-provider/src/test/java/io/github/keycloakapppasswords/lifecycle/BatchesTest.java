package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private final TreeSet<Integer> database =
            new TreeSet<>(IntStream.range(0, 350).boxed().toList());
    private final List<Integer> asked = new ArrayList<>();

    private List<Integer> read(int first) {
        return database.stream().skip(first).limit(Batches.SIZE).toList();
    }

    @Test
    void doesEverythingOnce() {
        new Batches(() -> false).each(this::read, one -> {
            asked.add(one);
            return database.remove(one);
        });

        assertThat(database).isEmpty();
        assertThat(asked).hasSize(350).doesNotHaveDuplicates();
    }

    @Test
    void isNotKeptByThoseThatFail() {
        new Batches(() -> false).each(this::read, one -> {
            asked.add(one);
            if (one % 2 == 0) {
                throw new IllegalStateException("Its storage is away.");
            }
            return one % 3 != 0 && database.remove(one);
        });

        assertThat(database).allMatch(one -> one % 2 == 0 || one % 3 == 0);
        assertThat(asked).hasSize(350).doesNotHaveDuplicates();
    }

    @Test
    void leavesTheRestWhenTheServerStops() {
        new Batches(() -> asked.size() == 150).each(this::read, one -> {
            asked.add(one);
            return database.remove(one);
        });

        assertThat(asked).hasSize(150);
        assertThat(database).hasSize(200);
    }
}
