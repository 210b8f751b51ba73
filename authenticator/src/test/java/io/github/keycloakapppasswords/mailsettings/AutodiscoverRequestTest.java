package io.github.keycloakapppasswords.mailsettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.keycloakapppasswords.http.InvalidRequestException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutodiscoverRequestTest {

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

    @Test
    void isReadAsOutlookSendsIt() {
        assertThat(read(HEAD + request(address("anna@example.org")))).isEqualTo(new MailAddress("anna", "example.org"));
        assertThat(read("\ufeff" + HEAD + "\r\n" + request(address("a&amp;b@example.org"))))
                .isEqualTo(new MailAddress("a&b", "example.org"));
        assertThat(read(HEAD + "<!-- x -->" + request(address("<![CDATA[a<b@example.org]]>"))))
                .isEqualTo(new MailAddress("a<b", "example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "http://127.0.0.1:9/", "%FILE%"})
    void fetchesNoExternalEntity(String where, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "anna@example.org");
        String entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \""
                + where.replace("%FILE%", file.toUri().toString()) + "\">]>";

        refuses(HEAD + entity + request(address("&e;")), "The XML must not have a document type or an entity.");
    }

    @Test
    void expandsNoEntity() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY l0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY l%d \"&l%d;&l%d;&l%d;&l%d;\">".formatted(i, i - 1, i - 1, i - 1, i - 1));
        }

        refuses(
                HEAD + laughs + "]>" + request(address("&l29;@example.org")),
                "The XML must not have a document type or an entity.");
        refuses(HEAD + request(address("&l29;@example.org")), "The XML must not have a document type or an entity.");
    }

    /** A document type in another character set is not text in UTF-8, or not XML when it is read as such. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-7-like"})
    void isNotTalkedIntoAnotherCharacterSet(String name) {
        String evil = "<?xml version=\"1.0\" encoding=\"" + name + "\"?><!DOCTYPE x [<!ENTITY e SYSTEM"
                + " \"file:///etc/passwd\">]>" + request(address("&e;"));
        byte[] body = name.equals("UTF-7-like")
                ? evil.replace("<!D", "+ADwAIQ-D").getBytes(StandardCharsets.UTF_8)
                : evil.getBytes(Charset.forName(name));

        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> AutodiscoverRequest.address(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|not well-formed",
                "{}|not well-formed",
                "<Autodiscover>|not well-formed",
                "<a/><b/>|not well-formed",
                "<Autodiscover/>|EMailAddress must be an e-mail address",
                "<Request><EMailAddress>anna@example.org</EMailAddress></Request>|EMailAddress must be",
                "<Autodiscover><Request><EMailAddress>anna</EMailAddress></Request></Autodiscover>|EMailAddress must be",
            })
    void isRefusedIfItIsNone(String body, String why) {
        refuses(body, why);
    }

    @Test
    void isRefusedWithTwoAddresses() {
        refuses(
                HEAD + request(address("anna@example.org") + address("bob@example.org")),
                "An element of the request occurs twice.");
    }

    @Test
    void isRefusedIfItWantsAnotherAnswer() {
        String mobile = request(address("anna@example.org"))
                .replace("outlook/responseschema/2006a", "mobilesync/responseschema/2006");

        refuses(mobile, "AcceptableResponseSchema must be " + Autodiscover.OUTLOOK);
        refuses(
                "<Autodiscover><Request>" + address("anna@example.org") + "</Request></Autodiscover>",
                "AcceptableResponseSchema must be");
    }

    @Test
    void isRefusedIfItIsTooLong() {
        refuses(HEAD + request(address("anna@example.org") + " ".repeat(8_192)), "longer than 8192 bytes");
    }

    @Test
    void isRefusedIfItIsDeeperThanAnyRequest() {
        refuses("<a>".repeat(2_700), "elements in more than 8 levels");
        refuses("<a>".repeat(9) + "</a>".repeat(9), "elements in more than 8 levels");
        refuses("<a>".repeat(8) + "</a>".repeat(8), "EMailAddress must be");
    }

    private static void refuses(String body, String why) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> read(body))
                .withMessageContaining(why)
                .satisfies(problem -> assertThat(problem.sentence()).doesNotContain("root:"));
    }

    private static MailAddress read(String body) {
        return AutodiscoverRequest.address(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String address(String address) {
        return "<EMailAddress>" + address + "</EMailAddress>";
    }

    private static String request(String content) {
        return "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\">"
                + "<Request>" + content + "<AcceptableResponseSchema>" + Autodiscover.OUTLOOK
                + "</AcceptableResponseSchema></Request></Autodiscover>";
    }
}
