package io.github.keycloakapppasswords.userstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageOptionsTest {

    private static StorageOptions read(@Nullable String check, @Nullable String outage) {
        return StorageOptions.read(check, outage, "spi-x--");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void haveDefaults(String configured) {
        assertThat(read(configured, configured))
                .isEqualTo(new StorageOptions(Duration.ofMinutes(4), Duration.ofHours(1)));
    }

    @Test
    void areReadWithinTheirRanges() {
        assertThat(read("1", "1")).isEqualTo(new StorageOptions(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        assertThat(read(" 290 ", "604800")).isEqualTo(new StorageOptions(Duration.ofSeconds(290), Duration.ofDays(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "291", "-1", "1.5", "4m", "99999999999999999999"})
    void haveNoOtherCheck(String configured) {
        assertThatThrownBy(() -> read(configured, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The option spi-x--storage-check-seconds cannot be \"" + configured
                        + "\". It must be a whole number of seconds from 1 to 290.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "59", "604801", "ever"})
    void haveNoOutageThatIsShorterThanTheCheckOrForEver(String configured) {
        assertThatThrownBy(() -> read("60", configured))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The option spi-x--storage-outage-seconds cannot be \"" + configured
                        + "\". It must be a whole number of seconds from 60 to 604800.");
    }
}
