package io.github.keycloakapppasswords.validation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.Config;

class DefaultValidationProviderFactoryTest {

    private static void start(String option, String value) {
        Map<String, String> configured = Map.of(option, value);
        Config.Scope scope = (Config.Scope) Proxy.newProxyInstance(
                Config.Scope.class.getClassLoader(), new Class<?>[] {Config.Scope.class}, (self, method, arguments) -> {
                    if (method.getName().equals("get") && arguments.length == 1) {
                        return configured.get((String) arguments[0]);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
        new DefaultValidationProviderFactory().init(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "database-calls-at-once,0",
        "database-calls-at-once,1001",
        "database-calls-at-once,many",
        "database-questions-at-once,0",
        "database-questions-at-once,1001",
        "database-questions-at-once,-1"
    })
    void refusesABadNumberOfTurnsInOneLine(String option, String value) {
        assertThatThrownBy(() -> start(option, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The option spi-app-password-validation--default--" + option + " cannot be \"" + value
                        + "\". It must be a whole number from 1 to 1000.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1000"})
    void takesTheNumbersOfTheGuide(String value) {
        assertThatCode(() -> start("database-calls-at-once", value)).doesNotThrowAnyException();
    }
}
