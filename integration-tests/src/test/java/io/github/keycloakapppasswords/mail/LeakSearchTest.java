package io.github.keycloakapppasswords.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A search that finds nothing proves nothing unless it would have found something. */
class LeakSearchTest {
    private static final String SECRET = "7k3zq-0abcd-9efgh-jkmnp-qrstv";

    private final LeakSearch search =
            new LeakSearch().forSecret("secret", SECRET).forCode("code", "123456");

    static Stream<String> traces() {
        String ungrouped = SECRET.replace("-", "");
        return Stream.of(
                "password=" + SECRET + "&x",
                "password=" + ungrouped + "&x",
                SECRET.toUpperCase(Locale.ROOT),
                ungrouped.toUpperCase(Locale.ROOT),
                URLEncoder.encode(SECRET, UTF_8),
                SECRET.replace("-", "%2D"),
                "%37%6B%33%7A%71%2D%30%61%62%63%64%2D%39%65%66%67%68%2D%6A%6B%6D%6E%70%2D%71%72%73%74%76",
                base64("\0al\0" + SECRET),
                base64("\0alice\0" + SECRET),
                base64("\0bob\0" + SECRET),
                base64(ungrouped),
                base64("dovecot:" + SECRET + " and more"),
                Base64.getUrlEncoder().withoutPadding().encodeToString(("??>" + SECRET).getBytes(UTF_8)),
                HexFormat.of().formatHex(SECRET.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("traces")
    void findsASecretInEveryForm(String trace) {
        assertThat(search.in("log", "before " + trace + " after")).containsExactly("secret in log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"code 123456", "otp=123456&", "{\"otp\":\"123456\"}", "123456"})
    void findsACode(String trace) {
        assertThat(search.in("log", trace)).containsExactly("code in log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567", "0123456", "a123456", "123456-7890", "0.123456"})
    void takesAPartOfANumberForNoCode(String text) {
        assertThat(search.in("log", text)).isEmpty();
    }

    @Test
    void doesNotTakeAnotherSecretForThisOne() {
        assertThat(search.in("log", SECRET.replace('7', '8') + base64(SECRET.replace('q', 'w'))))
                .isEmpty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
