package io.github.keycloakapppasswords.compatibility;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServedKeycloakTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "26.6.4",
                "26.6.4.redhat-00001",
                "26.6.10",
                "26.7.0",
                "26.7.10",
                "26.7.4",
                "26.7.4.redhat-00001",
                "26.7",
                "26.8.0",
                "27.0.0",
                "999.0.0-SNAPSHOT",
                "UNKNOWN"
            })
    void letsItStart(String version) {
        assertThatCode(() -> ServedKeycloak.require(version)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "26.6.3",
                "26.6.0",
                "26.6",
                "26.5.6",
                "26.4.7",
                "26.0.0",
                "25.9.9",
                "9.0.0",
                "26.6.0.redhat-00001"
            })
    void refusesWhatIsTooOldAndSaysWhatToDo(String version) {
        assertThatThrownBy(() -> ServedKeycloak.require(version))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Keycloak App Passwords needs Keycloak 26.6.4 or later, and this is " + version
                        + ". Update Keycloak, or take the JAR out of providers/ and run kc.sh build.");
    }
}
