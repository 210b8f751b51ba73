package io.github.keycloakapppasswords.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.policy.Ends;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndTextsTest {

    @ParameterizedTest
    @CsvSource({"1,idleDay", "2,idle", "21,idle", "365,idle"})
    void haveWordsOfTheirOwnForOneDay(long days, String key) {
        assertThat(EndTexts.rules(new Ends(null, null, days), new TextLanguage(Locale.ENGLISH, true)))
                .containsExactly(Map.of("key", "appPasswordEnds." + key, "value", String.valueOf(days)));
    }
}
