package io.github.keycloakapppasswords.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestJsonTest {

    private static final String SECRET = "7k3zq-7k3zq-7k3zq-7k3zq-7k3zq";
    private static final List<String> FIELDS = List.of("label", "protocols");

    private static RequestJson read(String body) throws InvalidRequestException {
        return RequestJson.read(body, FIELDS);
    }

    @Test
    void readsWhatIsThere() throws InvalidRequestException {
        RequestJson json = read("{\"label\":\"Printer\",\"protocols\":[\"smtp\",\"imap\"]}");

        assertThat(json.text("label")).isEqualTo("Printer");
        assertThat(json.texts("protocols")).containsExactly("smtp", "imap");
    }

    @Test
    void tellsNullFromAbsent() throws InvalidRequestException {
        assertThat(read("{\"label\":null}").has("label")).isTrue();
        assertThat(read("{}").has("label")).isFalse();
        assertThat(read("{\"label\":null}").optionalText("label")).isEmpty();
        assertThat(read("{\"protocols\":null}").texts("protocols")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "password",
                "Password",
                "value",
                "secretData",
                "credentialData",
                "credentials",
                "hash",
                "salt"
            })
    void refusesAFieldForASecretByItsName(String field) {
        assertThatThrownBy(() -> read("{\"label\":\"x\",\"" + field + "\":\"" + SECRET + "\"}"))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.field())
                        .isEqualTo(field))
                .hasMessageContaining("\"" + field + "\" cannot be sent: the server makes the secret")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void refusesAnUnknownFieldByItsName() {
        assertThatThrownBy(() -> read("{\"lable\":\"" + SECRET + "\"}"))
                .hasMessage("Unknown field \"lable\"; the fields are label, protocols.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "\"" + SECRET + "\"",
                SECRET,
                "{\"label\":" + SECRET + "}",
                "{\"label\":\"a\",\"label\":\"b\"}",
                "{\"label\":\"a\"} {}",
                "{\"label\":\"a\""
            })
    void refusesWhatIsNotOneObjectAndDoesNotRepeatIt(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("The body must be one JSON object")
                .hasMessageNotContaining(SECRET)
                .hasMessageNotContaining("7k3zq");
    }

    @Test
    void refusesWrongTypesByTheFieldsName() {
        assertThatThrownBy(() -> read("{\"label\":7}").text("label"))
                .hasMessage("label must be text in quotation marks.");
        assertThatThrownBy(() -> read("{}").text("label")).hasMessageStartingWith("label is missing");
        assertThatThrownBy(() -> read("{\"protocols\":\"imap\"}").texts("protocols"))
                .hasMessageStartingWith("protocols must be a list");
        assertThatThrownBy(() -> read("{\"protocols\":[7]}").texts("protocols"))
                .hasMessageStartingWith("protocols must hold nothing but texts");
    }

    @Test
    void refusesABodyWithoutEnd() {
        assertThatThrownBy(() -> read(" ".repeat(RequestJson.LONGEST + 1)))
                .hasMessage("The body is longer than 8192 characters.");
    }

    @Test
    void refusesAListWithoutEnd() {
        String many = "\"imap\",".repeat(64) + "\"imap\"";

        assertThatThrownBy(() -> read("{\"protocols\":[" + many + "]}").texts("protocols"))
                .hasMessageContaining("at most 64");
    }
}
