package io.github.keycloakapppasswords.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(PercentEncoding.decode(encoded.getBytes(UTF_8))).hasValue(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"a+b,a+b", "%2525,%25", "é%20,'é '", "%c3%a9,é"})
    void decodesOnceAndLeavesTheRest(String encoded, String text) {
        assertThat(PercentEncoding.decode(encoded.getBytes(UTF_8))).hasValue(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%2", "%zz", "%-1", "%é1", "50% off"})
    void decodesNoBrokenEscape(String encoded) {
        assertThat(PercentEncoding.decode(encoded.getBytes(UTF_8))).isEmpty();
    }
}
