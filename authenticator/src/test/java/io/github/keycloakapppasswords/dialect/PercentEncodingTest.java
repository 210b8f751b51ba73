package io.github.keycloakapppasswords.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentEncodingTest {

    @ParameterizedTest
    @CsvSource({
        "alice,alice",
        "alice@example.org,alice@example.org",
        "a b,a%20b",
        "a+b,a%2Bb",
        "50%,50%25",
        "é,%C3%A9",
        "🔑,%F0%9F%94%91",
        "'a:b,c',a%3Ab%2Cc",
        "A-Z_0.9~,A-Z_0.9~"
    })
    void encodesWhatAHeaderCannotCarry(String text, String encoded) {
        assertThat(PercentEncoding.encode(text)).isEqualTo(encoded);
    }
}
