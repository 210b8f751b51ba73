package io.github.keycloakapppasswords.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextLanguageTest {

    private static final Properties ENGLISH =
            texts("appPasswordFormTitle", "Create", "appPasswordCopy", "Copy", "appPasswordName", "Name", "other", "x");

    private static Properties texts(String... keysAndTexts) {
        Properties texts = new Properties();
        for (int i = 0; i < keysAndTexts.length; i += 2) {
            texts.setProperty(keysAndTexts[i], keysAndTexts[i + 1]);
        }
        return texts;
    }

    private static TextLanguage of(Properties texts, String wanted) {
        return TextLanguage.of(texts, ENGLISH, Locale.forLanguageTag(wanted));
    }

    @Test
    void isEnglishWhereTheWantedLanguageIsMissing() {
        Properties fallback = texts(
                "appPasswordFormTitle", "Create", "appPasswordCopy", "Copy", "appPasswordName", "Name", "other", "y");

        assertThat(of(fallback, "fa").tag()).isEqualTo("en");
        assertThat(of(fallback, "fa").direction()).isEqualTo("ltr");
        assertThat(of(fallback, "fa").day(LocalDate.parse("2030-12-03"))).isEqualTo("December 3, 2030");
    }

    /** "Name" is the same word in both. */
    @Test
    void isTheWantedOneWhereMostTextsAreTranslated() {
        Properties german =
                texts("appPasswordFormTitle", "Erstellen", "appPasswordCopy", "Kopieren", "appPasswordName", "Name");

        assertThat(of(german, "de").tag()).isEqualTo("de");
        assertThat(of(german, "de").day(LocalDate.parse("2030-12-03"))).isEqualTo("3. Dezember 2030");
        assertThat(of(german, "de").minute(Instant.parse("2030-12-03T04:05:06Z")))
                .isEqualTo("3. Dezember 2030 04:05 UTC");
    }

    @Test
    void hasTheDirectionOfItsTexts() {
        Properties arabic =
                texts("appPasswordFormTitle", "إنشاء", "appPasswordCopy", "نسخ", "appPasswordName", "الاسم");

        assertThat(of(arabic, "ar").direction()).isEqualTo("rtl");
        assertThat(of(arabic, "ar").day(LocalDate.parse("2030-12-03"))).isEqualTo("3 ديسمبر 2030");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    ja, 2030年12月3日
                    tr, 3 Aralık 2030
                    zh-CN, 2030年12月3日
                    nl, 3 december 2030
                    pl, 3 grudnia 2030
                    pt-BR, 3 de dezembro de 2030
                    uk, 3 грудня 2030 р.
                    """)
    void writesDatesAsTheLanguageDoes(String language, String day) {
        Properties texts = texts("appPasswordFormTitle", "…", "appPasswordCopy", "…", "appPasswordName", "…");

        assertThat(of(texts, language).tag()).isEqualTo(language);
        // Java 21 has a space that does not break where Java 17 has a plain one
        assertThat(of(texts, language).day(LocalDate.parse("2030-12-03"))).isEqualToNormalizingWhitespace(day);
    }

    @Test
    void isTheVariantOfEnglishThatIsWanted() {
        assertThat(of(ENGLISH, "en-GB").tag()).isEqualTo("en-GB");
        assertThat(of(ENGLISH, "en-GB").day(LocalDate.parse("2030-12-03"))).isEqualTo("3 December 2030");
    }
}
