package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.policy.LifeCycle;
import io.github.keycloakapppasswords.policy.LifeCycle.OnPassword;
import io.github.keycloakapppasswords.row.DueAppPasswords.Rule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpiryTest {

    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

    private static LifeCycle policy(@Nullable Duration idle, @Nullable Duration neverUsed) {
        return new LifeCycle(
                Duration.ofHours(24),
                Duration.ofHours(24),
                idle,
                neverUsed,
                OnPassword.KEEP,
                OnPassword.REVOKE,
                OnPassword.KEEP);
    }

    @Test
    void isAtTheVeryTimeThatTheOwnerChose() {
        assertThat(Expiry.limit(Rule.EXPIRY, policy(null, null), NOW)).isEqualTo(NOW);
    }

    @Test
    void leavesTimeForUsesThatWaitToBeWritten() {
        LifeCycle policy = policy(Duration.ofDays(365), Duration.ofDays(30));

        assertThat(Expiry.limit(Rule.LAST_USE, policy, NOW)).isEqualTo(NOW.minus(Duration.ofHours(365 * 24 + 1)));
        assertThat(Expiry.limit(Rule.NO_USE, policy, NOW)).isEqualTo(NOW.minus(Duration.ofHours(30 * 24 + 1)));
    }

    @Test
    void isNeverWhereThePolicySaysSo() {
        assertThat(Expiry.limit(Rule.LAST_USE, policy(null, Duration.ofDays(1)), NOW))
                .isNull();
        assertThat(Expiry.limit(Rule.NO_USE, policy(Duration.ofDays(1), null), NOW))
                .isNull();
    }
}
