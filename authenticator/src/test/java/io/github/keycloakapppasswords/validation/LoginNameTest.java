package io.github.keycloakapppasswords.validation;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Nested
    class Refuses {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "alice ",
                    " alice",
                    "alice\u00a0",
                    "\u3000alice",
                    "alice\t",
                    "alice\n",
                    "al\u0000ice",
                    "al\u007fice",
                    "al\u0085ice",
                    "al\r\nice",
                    "alice\u200b",
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
