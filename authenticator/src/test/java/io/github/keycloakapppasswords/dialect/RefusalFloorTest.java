package io.github.keycloakapppasswords.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalFloorTest {

    @ParameterizedTest
    @CsvSource({"0,20", "1,19", "19,1", "20,20", "21,19", "59,1"})
    void waitsForTheNextMultiple(long elapsedMillis, long delayMillis) {
        assertThat(RefusalFloor.delayNanos(Duration.ofMillis(elapsedMillis).toNanos()))
                .isEqualTo(Duration.ofMillis(delayMillis).toNanos());
    }

    @Test
    void holdsAnAnswerBackThatLong() {
        long started = System.nanoTime();

        String answer = RefusalFloor.hold("no", started).toCompletableFuture().join();

        assertThat(answer).isEqualTo("no");
        assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(RefusalFloor.FLOOR.toNanos());
    }
}
