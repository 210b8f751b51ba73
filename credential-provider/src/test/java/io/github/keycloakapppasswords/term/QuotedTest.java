package io.github.keycloakapppasswords.term;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTest {

    @Test
    void isOneHarmlessLine() {
        assertThat(Quoted.of("a\nb\u202e")).isEqualTo("\"a\ufffdb\ufffd\"");
    }

    @Test
    void showsThatTheTextWasCut() {
        String most = "x".repeat(64);

        assertThat(Quoted.of(most)).isEqualTo("\"" + most + "\"");
        assertThat(Quoted.of(most + "x")).isEqualTo("\"" + most + "…\"");
    }

    @Test
    void cutsNoCharacterInTwo() {
        String most = "x" + "\ud83d\udcf1".repeat(63);

        assertThat(Quoted.of(most)).isEqualTo("\"" + most + "\"");
        assertThat(Quoted.of(most + "\ud83d\udcf1")).isEqualTo("\"" + most + "…\"");
    }
}
