package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.stage.StageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstalledVersionTest {
    @ParameterizedTest
    @CsvSource({
        "nginx version: nginx/1.22.1, 1.25.1, false",
        "nginx version: nginx/1.26.3, 1.25.1, true",
        "3.5.3, 3.5, true",
        "3.5, 3.5, true",
        "3.10.0, 3.5, true",
        "3.1.8, 3.5, false"
    })
    void comparesNumberByNumber(String words, String version, boolean atLeast) {
        assertThat(InstalledVersion.in(words).isAtLeast(version)).isEqualTo(atLeast);
    }

    @Test
    void refusesWordsWithoutAVersion() {
        assertThatThrownBy(() -> InstalledVersion.in("command not found"))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("command not found");
    }
}
