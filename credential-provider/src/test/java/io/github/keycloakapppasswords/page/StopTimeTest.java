package io.github.keycloakapppasswords.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopTimeTest {

    @ParameterizedTest
    @CsvSource({
        "0,atOnce,0",
        "1,minute,1",
        "60,minute,1",
        "61,minutes,2",
        "300,minutes,5",
        "7200,minutes,120",
        "7201,hours,3",
        "86400,hours,24"
    })
    void isRoundedUp(long seconds, String key, String value) {
        assertThat(StopTime.of(Duration.ofSeconds(seconds)))
                .isEqualTo(Map.of("key", "appPasswordStops." + key, "value", value));
    }
}
