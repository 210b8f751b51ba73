package io.github.keycloakapppasswords.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.http.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairTest {

    private static Pair json(String body) {
        return read("application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static Pair form(String body) {
        return read("application/x-www-form-urlencoded", body.getBytes(StandardCharsets.UTF_8));
    }

    private static Pair read(String type, byte[] body) {
        return Pair.of(RequestBody.of(type, body));
    }

    @Nested
    class Json {

        @Test
        void givesText() throws Exception {
            Pair pair = json("{\"username\":\"al\\u00efce\",\"password\":\"\",\"protocol\":\"imap\"}");

            assertThat(pair.username()).isEqualTo("al\u00efce");
            assertThat(pair.password()).isEmpty();
            assertThat(pair.clientIp()).isNull();
        }

        @Test
        void takesNullForNoAddress() throws Exception {
            assertThat(json("{\"username\":\"a\",\"password\":\"b\",\"client_ip\":null}")
                            .clientIp())
                    .isNull();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '\0',
                value = {
                    "|must be one object",
                    "[]|must be one object",
                    "\"x\"|must be one object",
                    "{|must be one object",
                    "{\"username\":\"a\"|must be one object",
                    "{\"username\":\"a\",}|must be one object",
                    "{\"username\":\"a\"} {}|must be one object",
                    "{\"username\":\"a\"} x|must be one object",
                    "{'username':'a'}|must be one object",
                    "{\"username\":1}|username must be text",
                    "{\"username\":null}|username is missing",
                    "{\"password\":true}|password must be text",
                    "{\"password\":[\"a\"]}|password must be text",
                    "{\"password\":{\"a\":1}}|password must be text",
                    "{\"client_ip\":4}|client_ip must be text",
                    "{\"username\":\"a\",\"username\":\"a\"}|\"username\" occurs twice",
                    "{\"username\":\"a\",\"user\\u006eame\":\"b\"}|\"username\" occurs twice",
                    "{\"clientIp\":\"192.0.2.1\"}|another field",
                    "{\"Username\":\"a\"}|another field",
                    "{\"7k3zq\":1,\"7k3zq\":2}|another field"
                })
        void refusesSayingWhat(String body, String message) {
            assertThatThrownBy(() -> json(body == null ? "" : body))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(message);
        }

        @Test
        void refusesOtherEncodings() {
            byte[] latin1 = "{\"username\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> read("application/json", latin1))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("UTF-8");
        }

        @Test
        void neverRepeatsAValue() {
            assertThatThrownBy(() -> json("{\"password\":\"7k3zq-7k3zq\" oops}"))
                    .satisfies(e -> assertThat(e.toString()).doesNotContain("7k3zq"))
                    .satisfies(e -> assertThat(e.getCause()).isNull());
        }
    }

    @Nested
    class Form {

        @Test
        void doesNotRepeatWhatMayBeAPartOfAPassword() {
            assertThatThrownBy(() -> form("username=a&password=correct&horse"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("another field")
                    .message()
                    .doesNotContain("horse");
        }

        @Test
        void givesText() throws Exception {
            Pair pair = form("username=al%C3%AFce&password=a+b%2Bc&protocol=imap&&");

            assertThat(pair.username()).isEqualTo("al\u00efce");
            assertThat(pair.password()).isEqualTo("a b+c");
            assertThat(pair.protocol()).isEqualTo("imap");
        }

        @ParameterizedTest
        @ValueSource(strings = {"caf%E9", "%", "%4", "%zz"})
        void leavesWhatIsNoTextToTheValidation(String text) throws Exception {
            assertThat(form("username=a&password=" + text).password()).isNull();
        }

        @Test
        void leavesRawBytesThatAreNoTextToTheValidation() throws Exception {
            byte[] latin1 = "username=a&password=caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
            assertThat(read("application/x-www-form-urlencoded", latin1).password())
                    .isNull();
        }

        @Test
        void takesAFieldWithoutValueAsEmpty() throws Exception {
            assertThat(form("username&password=").username()).isEmpty();
            assertThat(form("username&password=").password()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "username=a&username=a,\"username\" occurs twice",
            "username=a&%75sername=b,\"username\" occurs twice",
            "user=a,another field",
            "%ff=a,another field",
            "=a,another field"
        })
        void refusesSayingWhat(String body, String message) {
            assertThatThrownBy(() -> form(body))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void saysWhichFieldIsMissing() {
        assertThatThrownBy(() -> json("{\"username\":\"a\"}"))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.field())
                        .isEqualTo("password"))
                .hasMessage("password is missing.");
        assertThatThrownBy(() -> form("password=a")).hasMessage("username is missing.");
    }

    @Test
    void hasNoTextThatShowsThePassword() {
        assertThat(json("{\"username\":\"anna\",\"password\":\"7k3zq\"}").toString())
                .doesNotContain("7k3zq", "anna");
    }
}
