package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2030-01-01T00:00:00Z"));

    @Test
    void givesSoManyAMinute() {
        Budget budget = new Budget(2, clock);
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();

        clock.advance(Duration.ofMinutes(1));

        assertThat(budget.take()).isTrue();
    }

    @Test
    void givesAgainWhatWasGivenBack() {
        Budget budget = new Budget(1, clock);
        assertThat(budget.isLeft()).isTrue();
        budget.take();
        assertThat(budget.isLeft()).isFalse();

        budget.giveBack();

        assertThat(budget.isLeft()).isTrue();
        assertThat(budget.take()).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(budget.isLeft()).isTrue();
    }

    @Test
    void takesNothingBackThatIsOfAnotherMinute() {
        Budget budget = new Budget(1, clock);
        budget.giveBack();

        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
    }
}
