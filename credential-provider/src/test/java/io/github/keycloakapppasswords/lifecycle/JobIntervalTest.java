package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIntervalTest {

    @Test
    void isFiveMinutesUnlessItIsSet() {
        assertThat(JobInterval.read(null)).isEqualTo(Duration.ofMinutes(5));
        assertThat(JobInterval.read(" ")).isEqualTo(Duration.ofMinutes(5));
        assertThat(JobInterval.read("1")).isEqualTo(Duration.ofSeconds(1));
        assertThat(JobInterval.read(" 86400 ")).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "86401", "5m", "1.5", "99999999999"})
    void saysWhatIsWrong(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobInterval.read(value))
                .withMessage("The option spi-events-listener--app-password-life-cycle--interval-seconds cannot be \""
                        + value + "\". It must be a whole number of seconds from 1 to 86400.");
    }
}
