package io.github.keycloakapppasswords.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormEncodingTest {

    @ParameterizedTest
    @CsvSource({"a+b,a b", "a%2Bb,a+b", "%25,%", "%c3%A9,é", "é,é", "a%26b%3Dc,a&b=c", "%F0%9F%94%91,🔑"})
    void decodes(String encoded, String text) {
        assertThat(FormEncoding.decode(encoded)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "a%", "%zz", "%4g", "%c3", "%ff", "%ed%a0%80", "%c0%af", "%-1"})
    void refusesWhatItCannotRead(String encoded) {
        assertThat(FormEncoding.decode(encoded)).isEmpty();
    }

    @Test
    void doesNotReadBeyondItsEnd() {
        byte[] bytes = {'a', '%', '4', '1'};

        assertThat(FormEncoding.decode(bytes, 0, 3)).isEmpty();
        assertThat(FormEncoding.decode(bytes, 0, 4)).contains("aA");
    }
}
