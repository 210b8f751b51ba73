package io.github.keycloakapppasswords.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.dialect.Fields.Field;
import io.github.keycloakapppasswords.gatewayauth.MalformedRequestException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    private static Fields json(String body) throws MalformedRequestException {
        return read("application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static Fields form(String body) throws MalformedRequestException {
        return read("application/x-www-form-urlencoded", body.getBytes(StandardCharsets.UTF_8));
    }

    private static Fields read(String type, byte[] body) throws MalformedRequestException {
        return Fields.of(RequestBody.of(type, body));
    }

    @Nested
    class Json {

        @Test
        void givesText() throws Exception {
            Fields fields = json("{\"username\":\"al\\u00efce\",\"password\":\"\",\"protocol\":\"imap\"}");

            assertThat(fields.required(Field.USERNAME)).isEqualTo("al\u00efce");
            assertThat(fields.required(Field.PASSWORD)).isEmpty();
            assertThat(fields.optional(Field.CLIENT_IP)).isNull();
        }

        @Test
        void takesNullForNoAddress() throws Exception {
            assertThat(json("{\"client_ip\":null}").optional(Field.CLIENT_IP)).isNull();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '\0',
                value = {
                    "|must be a JSON object",
                    "[]|must be a JSON object",
                    "\"x\"|must be a JSON object",
                    "{|not JSON",
                    "{\"username\":\"a\"|not JSON",
                    "{\"username\":\"a\",}|not JSON",
                    "{\"username\":\"a\"} {}|nothing else",
                    "{\"username\":\"a\"} x|not JSON",
                    "{'username':'a'}|not JSON",
                    "{\"username\":1}|username must be text",
                    "{\"username\":null}|username must be text",
                    "{\"password\":true}|password must be text",
                    "{\"password\":[\"a\"]}|password must be text",
                    "{\"password\":{\"a\":1}}|password must be text",
                    "{\"client_ip\":4}|client_ip must be text",
                    "{\"username\":\"a\",\"username\":\"a\"}|username comes twice",
                    "{\"username\":\"a\",\"user\\u006eame\":\"b\"}|username comes twice",
                    "{\"clientIp\":\"192.0.2.1\"}|another field",
                    "{\"Username\":\"a\"}|another field"
                })
        void refusesSayingWhat(String body, String message) {
            assertThatThrownBy(() -> json(body == null ? "" : body))
                    .isInstanceOf(MalformedRequestException.class)
                    .hasMessageContaining(message);
        }

        @Test
        void refusesOtherEncodings() {
            byte[] latin1 = "{\"username\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> read("application/json", latin1))
                    .isInstanceOf(MalformedRequestException.class)
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
                    .isInstanceOf(MalformedRequestException.class)
                    .hasMessageContaining("another field")
                    .message()
                    .doesNotContain("horse");
        }

        @Test
        void givesText() throws Exception {
            Fields fields = form("username=al%C3%AFce&password=a+b%2Bc&protocol=imap&&");

            assertThat(fields.required(Field.USERNAME)).isEqualTo("al\u00efce");
            assertThat(fields.required(Field.PASSWORD)).isEqualTo("a b+c");
            assertThat(fields.required(Field.PROTOCOL)).isEqualTo("imap");
        }

        @ParameterizedTest
        @ValueSource(strings = {"password=caf%E9", "password=%", "password=%4", "password=%zz"})
        void leavesWhatIsNoTextToTheValidation(String body) throws Exception {
            assertThat(form(body).required(Field.PASSWORD)).isNull();
        }

        @Test
        void leavesRawBytesThatAreNoTextToTheValidation() throws Exception {
            byte[] latin1 = "password=caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
            assertThat(read("application/x-www-form-urlencoded", latin1).required(Field.PASSWORD))
                    .isNull();
        }

        @Test
        void takesAFieldWithoutValueAsEmpty() throws Exception {
            assertThat(form("username&password=").required(Field.USERNAME)).isEmpty();
            assertThat(form("username&password=").required(Field.PASSWORD)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "username=a&username=a,username comes twice",
            "username=a&%75sername=b,username comes twice",
            "user=a,another field",
            "%ff=a,name of a field",
            "=a,another field"
        })
        void refusesSayingWhat(String body, String message) {
            assertThatThrownBy(() -> form(body))
                    .isInstanceOf(MalformedRequestException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void saysWhichFieldIsMissing() {
        assertThatThrownBy(() -> json("{}").required(Field.PROTOCOL))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessage("The field protocol is missing.");
    }
}
