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
    void doesSeveralTogetherAndWhereThatFailsEachByItself() {
        List<Integer> sizes = new ArrayList<>();
        new Batches(() -> false).each(this::read, 20, some -> {
            sizes.add(some.size());
            if (some.contains(7)) {
                throw new IllegalStateException("Its storage is away.");
            }
            some.forEach(database::remove);
            return 0;
        });

        assertThat(database).containsExactly(7);
        assertThat(sizes.stream().filter(size -> size == 1)).hasSize(20);
        assertThat(sizes.stream().filter(size -> size > 1)).hasSize(18);
    }

    @Test
    void triesEachThatIsLeftOnce() {
        new Batches(() -> false).each(this::read, 20, some -> {
            asked.addAll(some);
            some.stream().filter(one -> one % 2 == 1).forEach(database::remove);
            return (int) some.stream().filter(one -> one % 2 == 0).count();
        });

        assertThat(database).allMatch(one -> one % 2 == 0);
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
