package io.github.keycloakapppasswords.username;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginNameTest {

    private static final String SEPARATOR = "*";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "Alice.Liddell",
                "alice@example.org",
                "alice+list@example.org",
                "عليّة",
                "日本語",
                "o'brien",
                "a b",
                "x",
                "domain\\alice",
                "a.b.c",
                "%2f",
                "𝒶lice"
            })
    void readsNamesOfAnyScript(String name) {
        assertThat(LoginName.of(name, SEPARATOR)).map(LoginName::value).contains(name);
    }

    @Test
    void composesWhatWasSentDecomposed() {
        assertThat(LoginName.of("jose\u0301", SEPARATOR)).map(LoginName::value).contains("jos\u00e9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice ", " alice", "  alice  ", "alice\u00a0", "\u3000alice", "alice\u2003"})
    void ignoresSpacesAroundASubmittedName(String name) {
        assertThat(LoginName.of(name, SEPARATOR)).map(LoginName::value).contains("alice");
        assertThat(LoginName.isSafe(name, SEPARATOR)).isFalse();
    }

    /** Persian, and Sinhala. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "\u0dc1\u0dca\u200d\u0dbb\u0dd3"})
    void readsAJoinerInAScriptThatIsWrittenWithIt(String name) {
        assertThat(LoginName.of(name, SEPARATOR)).map(LoginName::value).contains(name);
        assertThat(LoginName.isSafe(name, SEPARATOR)).isTrue();
    }

    @Nested
    class Spellings {

        private static Set<String> of(String name) {
            return LoginName.of(name, SEPARATOR).orElseThrow().spellings();
        }

        @ParameterizedTest
        @ValueSource(strings = {"alice", "alice@example.org", "Alice@Example.org", "\u65e5\u672c\u8a9e", "stra\u00dfe"})
        void ofMostNamesAreOne(String name) {
            assertThat(of(name)).containsExactly(name);
        }

        @Test
        void areFormsCAndD() {
            assertThat(of("jose\u0301")).containsExactly("jos\u00e9", "jose\u0301");
        }

        @Test
        void areThoseOfTheDomain() {
            assertThat(of("anna@b\u00fccher.example"))
                    .containsExactly("anna@b\u00fccher.example", "anna@xn--bcher-kva.example");
            assertThat(of("anna@xn--bcher-kva.example"))
                    .containsExactly("anna@xn--bcher-kva.example", "anna@b\u00fccher.example");
            assertThat(of("stra\u00dfe@strasse.example")).containsExactly("stra\u00dfe@strasse.example");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "jos\u00e9@xn--bcher-kva.example",
                    "jos\u00e9@b\u00fccher.example",
                    "jos\u00e9@xn--bcher-kva.b\u00fccher.example"
                })
        void areFiveAtMostThatOfTheNameFirstAndMeanOneName(String name) {
            assertThat(of(name)).hasSizeBetween(4, 5).startsWith(name).allMatch(spelling -> LoginName.canonical(
                            spelling)
                    .equals(LoginName.canonical(name)));
        }

        @Test
        void areNoLongerThanWhatKeycloakKeeps() {
            assertThat(of("\u00e9".repeat(200))).containsExactly("\u00e9".repeat(200));
        }
    }

    @Nested
    class Refuses {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "\u00a0\u3000",
                    "alice\t",
                    "\talice",
                    "alice\n",
                    "al\u0000ice",
                    "al\u007fice",
                    "al\u0085ice",
                    "al\r\nice",
                    "alice\u200b",
                    "al\u200cice",
                    "al\u200dice",
                    "\u200c\u0639\u0644\u06cc",
                    "\u0639\u0644\u06cc\u200c",
                    "\u0639\u0644\u06cc\u200c\u200c\u0631\u0636\u0627",
                    "\u0639\u0644\u06cc\u200ca",
                    "\u0639\u200e\u0644\u06cc",
                    "\u202ealice",
                    "al\u00adice",
                    "alice\u2028bob",
                    "alice/../bob",
                    "alice/",
                    "/",
                    "..",
                    ".",
                    "alice..bob",
                    "../bob",
                    "al\ue000ice",
                    "al\u0378ice",
                    "\ud800",
                    "alice\udc00"
                })
        void whatAMailServerCouldMisread(String name) {
            assertThat(LoginName.of(name, SEPARATOR)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"alice*master", "*", "alice*", "*master"})
        void theMasterUserSeparator(String name) {
            assertThat(LoginName.of(name, SEPARATOR)).isEmpty();
            assertThat(LoginName.of(name, "")).isPresent();
        }

        @Test
        void aSeparatorOfSeveralCharacters() {
            assertThat(LoginName.of("alice!!master", "!!")).isEmpty();
            assertThat(LoginName.of("alice!bob", "!!")).isPresent();
        }

        @Test
        void whatIsNoText() {
            assertThat(LoginName.of(null, SEPARATOR)).isEmpty();
        }

        @Test
        void moreThanKeycloakKeeps() {
            assertThat(LoginName.of("a".repeat(255), SEPARATOR)).isPresent();
            assertThat(LoginName.of("a".repeat(256), SEPARATOR)).isEmpty();
        }

        @Test
        void whatGrowsBeyondThatByNormalisation() {
            // U+0958 becomes two characters in NFC
            assertThat(LoginName.of("\u0958".repeat(200), SEPARATOR)).isEmpty();
        }

        @Test
        void whatBecomesASlashByNormalisation() {
            // No character does in NFC; the full-width slash stays what it is, and is no separator to a file system.
            assertThat(LoginName.of("alice\uff0fbob", SEPARATOR))
                    .map(LoginName::value)
                    .contains("alice\uff0fbob");
        }
    }

    @Test
    void looksForAnEmailOnlyWhereThereIsAnAt() {
        assertThat(LoginName.of("alice", SEPARATOR)).map(LoginName::mayBeEmail).contains(false);
        assertThat(LoginName.of("alice@example.org", SEPARATOR))
                .map(LoginName::mayBeEmail)
                .contains(true);
    }
}
