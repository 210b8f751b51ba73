package io.github.keycloakapppasswords.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final Pattern KEY_IN_TEMPLATE =
            Pattern.compile("(?:msg\\(|label=|legend=)\"(app[A-Za-z-]+)\"(?! \\+)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");

    private final Map<String, String> english = ThemeFiles.messages("en");

    private static Stream<String> languages() {
        return ThemeFiles.languages().stream();
    }

    private static Stream<String> translations() {
        return languages().filter(language -> !language.equals("en"));
    }

    /** As the admin guide, the README and the demo's realm list them. */
    @Test
    void areInTheseLanguages() {
        assertThat(ThemeFiles.languages())
                .containsExactly("ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt_BR", "tr", "uk", "zh_CN");
    }

    @ParameterizedTest
    @MethodSource("translations")
    void areTheSameInEveryLanguage(String language) {
        Map<String, String> translated = ThemeFiles.messages(language);

        assertThat(translated.keySet()).isEqualTo(english.keySet());
        assertThat(translated)
                .allSatisfy((key, text) ->
                        assertThat(placeholders(text)).as(key).isEqualTo(placeholders(english.getOrDefault(key, ""))));
    }

    /** Names and single words may be the same in two languages, sentences are not. */
    @ParameterizedTest
    @MethodSource("translations")
    void haveNoEnglishSentenceInAnotherLanguage(String language) {
        Map<String, String> sentences = english.entrySet().stream()
                .filter(message -> message.getValue().matches(".*[.?]"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

        assertThat(sentences).hasSizeGreaterThan(100);
        assertThat(ThemeFiles.messages(language))
                .allSatisfy((key, text) -> assertThat(text).as(key).isNotEqualTo(sentences.get(key)));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void areMessageFormats(String language) {
        assertThat(ThemeFiles.messages(language)).allSatisfy((key, text) -> {
            assertThat(text).as(key).isNotEmpty().doesNotContain("'");
            assertThat(new MessageFormat(text).format(new Object[] {"filled", "filled", "filled"}))
                    .as(key)
                    .doesNotContain("{");
        });
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    ar, rtl
                    de, ltr
                    en, ltr
                    es, ltr
                    fr, ltr
                    it, ltr
                    ja, ltr
                    nl, ltr
                    pl, ltr
                    pt_BR, ltr
                    tr, ltr
                    uk, ltr
                    zh_CN, ltr
                    """)
    void nameTheirLanguageAndItsDirection(String language, String direction) {
        assertThat(ThemeFiles.messages(language))
                .containsEntry("appPasswordsLanguage", language.replace('_', '-'))
                .containsEntry("appPasswordsDirection", direction);
    }

    @Test
    void areThereForEveryKeyInATemplate() {
        Set<String> used = ThemeFiles.templates().values().stream()
                .flatMap(template -> KEY_IN_TEMPLATE.matcher(template).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(used).hasSizeGreaterThan(30);
        assertThat(english.keySet()).containsAll(used);
    }

    @ParameterizedTest
    @ValueSource(strings = {"appPasswordFactor.", "appPasswordFactorAsk.", "appPasswordFactorSetUp."})
    void areThereForEveryKindOfFactor(String prefix) {
        assertThat(english.keySet()).contains(prefix + "otp", prefix + "webauthn", prefix + "webauthn-passwordless");
    }

    @ParameterizedTest
    @ValueSource(strings = {"made", "expires-soon", "disused", "password-set", "new-network"})
    void areThereForEveryKindOfMail(String kind) {
        String prefix = "appPasswordMail." + kind;
        assertThat(english.keySet()).contains(prefix + ".subject", prefix + ".intro", prefix + ".advice");
    }

    /** These name no app password. */
    @ParameterizedTest
    @ValueSource(strings = {"factor-removed", "factor-added"})
    void areThereForEveryKindOfMailAboutSecondFactors(String kind) {
        String prefix = "appPasswordMail." + kind;
        assertThat(english.keySet())
                .contains(
                        prefix + ".subject", prefix + ".introAll", prefix + ".adviceAll", prefix + ".adviceAllNoLink");
    }

    @ParameterizedTest
    @ValueSource(strings = {"made", "new-network"})
    void sayWhatToDoWhereAMailHasNoLink(String kind) {
        String advice = english.getOrDefault("appPasswordMail." + kind + ".adviceNoLink", "");
        assertThat(advice).contains("sign in to your account").doesNotContain("This was not me");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "appPasswordEnds.on",
                "appPasswordEnds.notUsed",
                "appPasswordEnds.idle",
                "appPasswordEnds.idleDay",
                "appPasswordEnds.never",
                "appPasswordStops.atOnce",
                "appPasswordStops.minute",
                "appPasswordStops.minutes",
                "appPasswordStops.hours"
            })
    void areThereForEveryTimeOfAnEnd(String key) {
        assertThat(english.keySet()).contains(key);
    }

    /** As in SetUpGuide of the gate. */
    @ParameterizedTest
    @ValueSource(strings = {"thunderbird", "outlook", "apple", "android", "printer"})
    void areThereForEveryGuide(String guide) {
        String prefix = "appPasswordGuide.";
        assertThat(english.keySet())
                .contains(prefix + guide, prefix + guide + ".begin", prefix + guide + ".choose")
                .contains(prefix + "apple.twice", prefix + "values", prefix + "valuesUnknown", prefix + "password");
    }

    /** How soon a revoked one stops working depends on the realm's gateways. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    ar, فورًا
                    de, sofort
                    en, at once
                    es, de inmediato
                    fr, immédiatement
                    it, subito
                    ja, ただちに
                    nl, meteen
                    pl, natychmiast
                    pt_BR, imediatamente
                    tr, hemen
                    uk, негайно
                    zh_CN, 立即
                    """)
    void promiseNoRevocationAtOnceByThemselves(String language, String atOnce) {
        Set<String> keys = ThemeFiles.messages(language).entrySet().stream()
                .filter(message -> message.getValue().contains(atOnce))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());

        assertThat(keys)
                .containsExactlyInAnyOrder(
                        "appPasswordStops.atOnce",
                        // the owner tells an administrator at once
                        "appPasswordMail.password-set.advice",
                        "appPasswordMail.password-set.adviceAll",
                        // so does, and changes the password
                        "appPasswordMail.factor-removed.adviceAll",
                        "appPasswordMail.factor-removed.adviceAllNoLink",
                        "appPasswordMail.factor-added.adviceAll",
                        "appPasswordMail.factor-added.adviceAllNoLink");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ask", "ask-stop", "stopped", "stop-over", "revoked", "over", "unavailable", "expired", "invalid"
            })
    void areThereForEveryPageOfALinkInAMail(String page) {
        assertThat(english.keySet())
                .contains("appPasswordNotMe." + page + ".title", "appPasswordNotMe." + page + ".text");
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
