package io.github.keycloakapppasswords.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MakerBrowsersTest {

    @ParameterizedTest
    @CsvSource({"Firefox/140.0,Firefox", "Chrome Mobile WebView/1.2.3,Chrome Mobile WebView", "Linux,Linux"})
    void namesABrowserWithoutItsVersion(String text, String name) {
        assertThat(MakerBrowsers.name(text)).isEqualTo(name);
    }

    /** Nothing that a mail program makes a link of, and no sentence. */
    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Unknown",
                "Unknown/Unknown",
                "evil.example",
                "evil.example/1.0",
                "https://evil.example",
                "Firefox\n",
                "Please call the number below now",
                "Fırefox",
                "LettersLettersLettersLettersLet"
            })
    void namesNothingElse(String text) {
        assertThat(MakerBrowsers.name(text)).isNull();
    }
}
