package io.github.keycloakapppasswords.username;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternationalDomainTest {

    /** Some of RFC 3492, section 7.1, and of RFC 5891. */
    @ParameterizedTest
    @CsvSource({
        "b\u00fccher.example, xn--bcher-kva.example",
        "stra\u00dfe.example, xn--strae-oqa.example",
        "fa\u00df.de, xn--fa-hia.de",
        "mail.\u4f8b\u3048.\u30c6\u30b9\u30c8, mail.xn--r8jz45g.xn--zckzah",
        "\u0645\u062b\u0627\u0644.\u0625\u062e\u062a\u0628\u0627\u0631, xn--mgbh0fb.xn--kgbechtv",
        "\u03c0\u03b1\u03c1\u03ac\u03b4\u03b5\u03b9\u03b3\u03bc\u03b1, xn--hxajbheg2az3al",
        "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc, xn--mgba3gch31f060k",
        "xn--bcher-kva.\u6d4b\u8bd5, xn--bcher-kva.xn--0zwm56d",
        "\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587, xn--ihqwcrb4cv8a8dqg056pqjye",
        "\ud83d\ude00.example, xn--e28h.example"
    })
    void hasTwoSpellings(String letters, String ascii) {
        assertThat(InternationalDomain.inAscii(letters)).isEqualTo(ascii);
        assertThat(InternationalDomain.inLetters(ascii)).isEqualTo(InternationalDomain.inLetters(letters));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"B\u00dcCHER.Example", "bu\u0308cher.example", "XN--BCHER-KVA.example", "xn--BCHER-kva.EXAMPLE"})
    void ignoresCaseAndNormalForm(String domain) {
        assertThat(InternationalDomain.inLetters(domain)).isEqualTo("b\u00fccher.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "",
                ".",
                "a..b",
                "xn--",
                "xn--a",
                "xn--abc-",
                "xn---",
                "xn--bcher-kv",
                "xn--bcher-kva-",
                "xn--999999999999",
                "xn--zzzzzzzzzzzzzzzzzzzzzzzz",
                "xn--b\u00fccher-kva",
                "[192.0.2.1]",
                "xn--a-ecp.example",
                "xn--ib9b66e44d",
                "xn--8c9bk9hcu7a"
            })
    void leavesAloneWhatHasNoOtherSpelling(String domain) {
        assertThat(InternationalDomain.inLetters(domain)).isEqualTo(domain);
        assertThat(LoginName.canonical("a@" + domain)).isEqualTo("a@" + domain);
    }

    /** Letters that IDNA2003 maps to others, and full-width ones. */
    @ParameterizedTest
    @CsvSource({
        "stra\u00dfe.example, strasse.example",
        "\uff42\u00fccher.example, b\u00fccher.example",
        "\u017fam.example, sam.example",
        "\ufb01ona.example, fiona.example",
        "b\u00fccher\u3002example, b\u00fccher.example",
        "bucher.example, b\u00fccher.example",
        "xn--strae-oqa.example, strasse.example"
    })
    void isNotAnother(String domain, String other) {
        assertThat(InternationalDomain.inLetters(domain)).isNotEqualTo(InternationalDomain.inLetters(other));
        assertThat(InternationalDomain.inAscii(domain)).isNotEqualTo(InternationalDomain.inAscii(other));
    }

    @Test
    void isNotMadeLongerThanALabelMayBe() {
        String label = "\u00fc".repeat(60);
        assertThat(InternationalDomain.inAscii(label)).isEqualTo(label);
    }

    /** Two surrogates side by side would be one character. */
    @Test
    void punycodeHasNoSurrogates() {
        for (String label : List.of("ib9b66e44d", "8c9bk9hcu7a", Punycode.encode("a\ud800b"))) {
            assertThat(Punycode.decode(label)).isEmpty();
        }
    }

    @Test
    void punycodeReadsWhateverAStrangerSends() {
        Random random = new Random(3492);
        String symbols = "abcdefghijklmnopqrstuvwxyz0123456789-";
        for (int i = 0; i < 200_000; i++) {
            String label = random.ints(1 + random.nextInt(24), 0, symbols.length())
                    .mapToObj(at -> symbols.substring(at, at + 1))
                    .collect(Collectors.joining());
            assertThatCode(() -> InternationalDomain.inLetters("xn--" + label))
                    .as(label)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void punycodeReadsWhatItWrites() {
        for (int point = Punycode.FIRST_BEYOND_ASCII; point < Character.MAX_CODE_POINT; point += 97) {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                continue;
            }
            String label = "a" + Character.toString(point) + "b" + Character.toString(point) + "\u00e9";
            assertThat(Punycode.decode(Punycode.encode(label))).contains(label);
        }
    }
}
