package io.github.keycloakapppasswords.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.keycloakapppasswords.term.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private static final String SECRET = "7k3zq-7k3zq-7k3zq-7k3zq-7k3zq";

    private record Within(@Nullable Integer count) {
        private Within {
            StrictJson.require("count", count);
        }
    }

    private enum When {
        SOON,
        @JsonProperty("later")
        LATER
    }

    /** Read in one pass, unlike the others. */
    private record Texts(@Nullable String label, @JsonProperty("other_label") @Nullable String otherLabel) {}

    private record Sent(
            @Nullable String label,
            @Nullable List<Protocol> protocols,
            @Nullable Map<String, String> names,
            int number,
            @Nullable Within within,
            @Nullable When when) {
        private Sent {
            if (number < 0) {
                throw new InvalidRequestException("number", "number is negative.");
            }
        }
    }

    private static Sent read(String body) {
        return StrictJson.read(body.getBytes(StandardCharsets.UTF_8), Sent.class);
    }

    private static void assertRefused(String body, @Nullable String field, String message) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.field())
                        .isEqualTo(field))
                .hasNoCause()
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("7k3zq");
    }

    @Test
    void readsWhatItWrites() {
        Sent sent = new Sent("Printer", List.of(Protocol.SMTP), Map.of("a", "b"), 7, new Within(1), When.LATER);

        assertThat(StrictJson.read(StrictJson.write(sent), Sent.class)).isEqualTo(sent);
        assertThat(read(StrictJson.write(sent).toString())).isEqualTo(sent);
    }

    @Test
    void takesNullForAbsent() {
        assertThat(read("{\"label\":null,\"protocols\":null,\"number\":null}")).isEqualTo(read("{}"));
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
        assertRefused(
                "{\"label\":\"x\",\"" + field + "\":\"" + SECRET + "\"}",
                field,
                "\"" + field + "\" cannot be sent: only the server makes secrets");
    }

    @Test
    void refusesAnUnknownFieldByItsName() {
        assertRefused(
                "{\"lable\":\"" + SECRET + "\"}",
                "lable",
                "Unknown field \"lable\"; the fields are label, protocols, names, number, within, when.");
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
                "{\"label\":\"a\"} {}",
                "{\"label\":\"a\"",
                "\ufeff{}",
                "{'label':'a'}",
                "{\"number\":NaN}"
            })
    void refusesWhatIsNotOneObjectAndDoesNotRepeatIt(String body) {
        assertRefused(body, null, "The JSON must be one object and nothing else");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "label|{\"label\":\"a\",\"label\":\"b\"}|The field \"label\" occurs twice.",
                "label|{\"label\":\"a\",\"l\\u0061bel\":\"a\"}|The field \"label\" occurs twice.",
                "within.count|{\"within\":{\"count\":1,\"count\":1}}|The field \"within.count\" occurs twice.",
                "other.a|{\"other\":[{},{\"a\":1,\"a\":1}]}|The field \"other.a\" occurs twice.",
                "names.a|{\"names\":{\"a\":\"b\",\"a\":\"c\"}}|The field \"names.a\" occurs twice.",
                "when|{\"when\":\" SOON\"}|when must be one of \"SOON\", \"later\".",
                "when|{\"when\":\"soon\"}|when must be one of \"SOON\", \"later\".",
                "when|{\"when\":\"LATER\"}|when must be one of \"SOON\", \"later\".",
                "when|{\"when\":\"\"}|when must be one of \"SOON\", \"later\".",
                "when|{\"when\":\"0\"}|when must be one of \"SOON\", \"later\".",
                "when|{\"when\":0}|when must be one of \"SOON\", \"later\".",
                "label|{\"label\":7}|label must be text in quotation marks.",
                "label|{\"label\":true}|label must be text in quotation marks.",
                "label|{\"label\":1.5}|label must be text in quotation marks.",
                "label|{\"label\":{\"a\":\"7k3zq\"}}|label must be text in quotation marks.",
                "label|{\"label\":[\"7k3zq\"]}|label must be text in quotation marks.",
                "protocols|{\"protocols\":\"imap\"}|protocols must be a list of texts in quotation marks.",
                "protocols|{\"protocols\":\"\"}|protocols must be a list of texts in quotation marks.",
                "protocols|{\"protocols\":[7]}|protocols must be a list of texts in quotation marks.",
                "protocols|{\"protocols\":[null]}|protocols must be a list of texts in quotation marks.",
                "protocols|{\"protocols\":[\"IMAP\"]}|protocols: A protocol is 1 to 32 lower-case letters",
                "names|{\"names\":[]}|names must be an object of texts in quotation marks.",
                "names|{\"names\":{\"a\":7}}|names must be an object of texts in quotation marks.",
                "names|{\"names\":{\"a\":null}}|names must be an object of texts in quotation marks.",
                "number|{\"number\":\"7\"}|number must be a whole number.",
                "number|{\"number\":7.0}|number must be a whole number.",
                "number|{\"number\":true}|number must be a whole number.",
                "number|{\"number\":4294967296}|number must be a whole number.",
                "number|{\"number\":1e99999}|number must be a whole number.",
                "number|{\"number\":-1}|number is negative.",
                "within|{\"within\":[]}|within must be a JSON object.",
                "within|{\"within\":\"\"}|within must be a JSON object.",
                "within.count|{\"within\":{}}|within.count is missing.",
                "within.count|{\"within\":{\"count\":\"7k3zq\"}}|within.count must be a whole number.",
                "within.other|{\"within\":{\"other\":1}}|Unknown field \"other\"; the fields are count."
            })
    void namesTheFieldThatIsWrong(String field, String body, String message) {
        assertRefused(body, field, message);
    }

    @Test
    void saysThatAByteOrderMarkIsTooMuch() {
        assertRefused(
                "\ufeff{}",
                null,
                "The JSON must be one object and nothing else: it begins with a byte order mark (U+FEFF).");
    }

    /** The tree is what every other record is read by, with a sentence for each fault. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"label\":\"a\",\"other_label\":\"b\"}",
                " {\"other_label\" : \"\\u0061\\ud83d\\udcf1\" , \"label\" : null }\n",
                "{\"label\":\"\"}",
                "{\"label\":\"a\",\"label\":\"a\"}",
                "{\"label\":\"a\",\"l\\u0061bel\":\"a\"}",
                "{\"label\":null,\"label\":null}",
                "{\"otherLabel\":\"a\"}",
                "{\"Label\":\"a\"}",
                "{\"label \":\"a\"}",
                "{\"secret\":\"a\"}",
                "{\"label\":\"a\",\"other\":{\"label\":[1,{}]}}",
                "{\"label\":7}",
                "{\"label\":1.5}",
                "{\"label\":true}",
                "{\"label\":[]}",
                "{\"label\":[\"a\"]}",
                "{\"label\":{}}",
                "{\"label\":{\"a\":1,\"a\":1}}",
                "{\"label\":\"a\"} {}",
                "{\"label\":\"a\"} ]",
                "{\"label\":\"a\"}x",
                "{\"label\":\"a\"",
                "{\"label\":\"a\",}",
                "{\"label\":\"a\n\"}",
                "{'label':'a'}",
                "{label:\"a\"}",
                "{\"label\":NaN}",
                "/**/{}",
                "\ufeff{}",
                "",
                " ",
                "null",
                "\"\"",
                "\"a\"",
                "7",
                "true",
                "[]",
                "[{}]",
                "[\"a\",\"b\"]"
            })
    void readsTextsInOnePassAsByTheirTree(String body) {
        assertThat(outcome(() -> StrictJson.read(body.getBytes(StandardCharsets.UTF_8), Texts.class)))
                .isEqualTo(outcome(() -> StrictJson.read(StrictJson.object(body), Texts.class)));
    }

    private static Object outcome(Supplier<Texts> reading) {
        try {
            return reading.get();
        } catch (InvalidRequestException e) {
            return e.field() + ": " + e.sentence();
        }
    }

    @Test
    void refusesABodyWithoutEnd() {
        assertRefused("{}" + " ".repeat(StrictJson.LONGEST_BYTES), null, "The body is longer than 65536 bytes.");
    }

    @Test
    void refusesAnotherEncoding() {
        byte[] latin1 = "{\"label\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> StrictJson.read(latin1, Sent.class)).hasMessage("The body is not text in UTF-8.");
        assertThatThrownBy(() -> StrictJson.read((byte[]) null, Sent.class))
                .hasMessageStartingWith("The JSON must be one object");
    }

    @Test
    void refusesAListWithoutEnd() {
        String most = "\"imap\",".repeat(63) + "\"imap\"";

        assertThat(read("{\"protocols\":[" + most + "]}").protocols()).hasSize(64);
        assertRefused(
                "{\"protocols\":[\"imap\"," + most + "]}", "protocols", "protocols must have at most 64 entries.");
    }
}
