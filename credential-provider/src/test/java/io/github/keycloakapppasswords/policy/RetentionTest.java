package io.github.keycloakapppasswords.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {

    @Test
    void isNinetyDaysByDefault() {
        assertThat(PolicySettings.retention(Map.of()))
                .isEqualTo(new Retention(Duration.ofDays(90), Duration.ofDays(90)));
    }

    @Test
    void isReadThoughAnotherSettingIsInvalid() {
        assertThat(PolicySettings.retention(Map.of("maximum-per-user", "many", "address-retention-days", "0")))
                .isEqualTo(new Retention(Duration.ofDays(90), Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "tombstone-retention-days, 0, 1",
        "tombstone-retention-days, 3651, 1",
        "address-retention-days, -1, 0",
        "address-retention-days, never, 0"
    })
    void isRefusedWithASentenceThatSaysWhatIsAllowed(String setting, String value, int least) {
        assertThatThrownBy(() -> PolicySettings.read(Map.of(setting, value)))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("(" + setting + ") cannot be \"" + value + "\"")
                .hasMessageContaining("a whole number from " + least + " to 3650");
    }
}
