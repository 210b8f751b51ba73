package io.github.keycloakapppasswords.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeNumberTest {

    @ParameterizedTest
    @ValueSource(strings = {"10", "20", " 15 "})
    void takesANumberInItsRange(String configured) {
        assertThat(WholeNumber.seconds(configured, "a-seconds", 12, 10, 20))
                .isEqualTo(Integer.parseInt(configured.strip()));
    }

    @Test
    void isTheDefaultWhereNothingIsConfigured() {
        assertThat(WholeNumber.seconds(null, "a-seconds", 12, 10, 20)).isEqualTo(12);
        assertThat(WholeNumber.option(" ", "a-size", "whole number", 12, 10, 20))
                .isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "21", "-15", "1.5", "15s", "0x0f", "99999999999", "\u0661\u0665"})
    void refusesEverythingElseAndNamesOptionValueAndRange(String configured) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WholeNumber.seconds(configured, "a-seconds", 12, 10, 20))
                .withMessage("The option a-seconds cannot be \"" + configured
                        + "\". It must be a whole number of seconds from 10 to 20.");
    }
}
