package io.github.keycloakapppasswords.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteIntervalTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void isTenSecondsByDefault(String configured) {
        assertThat(WriteInterval.read(configured)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void isFromOneSecondToFiveMinutes() {
        assertThat(WriteInterval.read("1")).isEqualTo(Duration.ofSeconds(1));
        assertThat(WriteInterval.read(" 300 ")).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "301", "-1", "1.5", "10s", "ten", "99999999999999999999"})
    void isNothingElse(String configured) {
        assertThatThrownBy(() -> WriteInterval.read(configured))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The option spi-app-password-uses--default--interval-seconds cannot be \"" + configured
                        + "\". It must be a whole number of seconds from 1 to 300.");
    }
}
