package io.github.keycloakapppasswords.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.keycloakapppasswords.term.Label.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTest {

    @ParameterizedTest
    @ValueSource(strings = {"iPhone", "Thunderbird at home", "هاتفي الجديد", "携帯電話", "👩‍💻 laptop", "<b>", "a"})
    void takesAnyScript(String typed) {
        assertThat(Label.of(typed).value()).isEqualTo(typed);
    }

    @Test
    void trimsAndNormalises() {
        assertThat(Label.of("\u2003 Bu\u0308ro \t").value()).isEqualTo("Büro");
    }

    @Test
    void takes64CharactersAndNoMore() {
        assertThat(Label.of("📱".repeat(64)).value()).hasSize(128);
        assertProblem("📱".repeat(65), Problem.TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u3000"})
    void refusesNothing(String typed) {
        assertProblem(typed, Problem.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\rb",
                "a\u0000b",
                "a\u001bb",
                "a\u0085b",
                "a\u2028b",
                "a\u2029b",
                "a\u202ab",
                "a\u202eb",
                "a\u2066b",
                "a\u2069b",
                "a\u200fb",
                "a\u061cb",
                "a\ud800b",
                "a\ue000b"
            })
    void refusesControlAndBidirectionalMarks(String typed) {
        assertProblem(typed, Problem.FORBIDDEN_CHARACTER);
    }

    @Test
    void isTheSameNameWhateverItsCase() {
        assertThat(Label.of("Büro").sameNameAs(" BU\u0308RO ")).isTrue();
        assertThat(Label.of("Straße").sameNameAs("STRASSE")).isTrue();
        assertThat(Label.of("a").sameNameAs("b")).isFalse();
        assertThat(Label.of("a").sameNameAs(null)).isFalse();
    }

    @Test
    void makesHostileStoredLabelsHarmless() {
        assertThat(Label.harmless("a\r\nLOGIN ok\u202e")).isEqualTo("a\ufffd\ufffdLOGIN ok\ufffd");
        assertThat(Label.harmless("x".repeat(500))).hasSize(64);
        assertThat(Label.harmless(null)).isEmpty();
    }

    private static void assertProblem(String typed, Problem problem) {
        assertThatExceptionOfType(InvalidLabelException.class)
                .isThrownBy(() -> Label.of(typed))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem));
    }
}
