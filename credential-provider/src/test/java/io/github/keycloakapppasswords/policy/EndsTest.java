package io.github.keycloakapppasswords.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.policy.LifeCycle.OnPassword;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndsTest {

    private static final Instant MADE = Instant.parse("2030-01-31T22:00:00Z");
    private static final LifeCycle USUAL = policy(Duration.ofDays(365), Duration.ofDays(30));

    private static LifeCycle policy(@Nullable Duration idle, @Nullable Duration neverUsed) {
        return new LifeCycle(
                Duration.ZERO, Duration.ZERO, idle, neverUsed, OnPassword.KEEP, OnPassword.KEEP, OnPassword.KEEP);
    }

    @Test
    void haveBothRulesOfDisuseWithoutAnExpiry() {
        assertThat(Ends.ofUnused(USUAL, MADE, null)).isEqualTo(new Ends(null, LocalDate.parse("2030-03-02"), 365L));
    }

    @Test
    void areNoneWhereThePolicyHasNone() {
        assertThat(Ends.ofUnused(policy(null, null), MADE, null)).isEqualTo(new Ends(null, null, null));
    }

    @Test
    void leaveOutARuleThatTheExpiryForestalls() {
        Instant soon = Instant.parse("2030-02-11T00:00:00Z");
        assertThat(Ends.ofUnused(USUAL, MADE, soon)).isEqualTo(new Ends(LocalDate.parse("2030-02-10"), null, null));
        Instant later = Instant.parse("2030-05-01T00:00:00Z");
        assertThat(Ends.ofUnused(USUAL, MADE, later))
                .isEqualTo(new Ends(LocalDate.parse("2030-04-30"), LocalDate.parse("2030-03-02"), null));
    }

    /** The form makes one expire at the end of the chosen day, which is the first moment of the next. */
    @Test
    void nameTheDayThatWasChosen() {
        assertThat(Ends.ofUnused(USUAL, MADE, Instant.parse("2030-02-02T00:00:00Z"))
                        .lastDay())
                .isEqualTo("2030-02-01");
        assertThat(Ends.ofUnused(USUAL, MADE, Instant.parse("2030-02-02T10:00:00Z"))
                        .lastDay())
                .isEqualTo("2030-02-02");
    }

    @Test
    void saysNothingOfNoUseOnceOneIsUsed() {
        assertThat(Ends.ofUsed(USUAL, MADE, null)).isEqualTo(new Ends(null, null, 365L));
    }
}
