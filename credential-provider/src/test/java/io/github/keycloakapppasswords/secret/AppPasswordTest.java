package io.github.keycloakapppasswords.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppPasswordTest {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private final SecureRandom random = new SecureRandom();
    private final AppPasswordHasher hasher = new AppPasswordHasher();
    private final AppPassword password = AppPassword.generate(random);
    private final String text = password.reveal();

    @Test
    void isShownAsFiveGroupsOfFive() {
        assertThat(text).matches("([0-9a-hjkmnp-tv-z]{5}-){4}[0-9a-hjkmnp-tv-z]{5}");
    }

    @Test
    void isAnotherOneEachTime() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            seen.add(AppPassword.generate(random).reveal());
        }
        assertThat(seen).hasSize(10_000);
    }

    @Test
    void tellsNothingOfItself() {
        assertThat(password).hasToString("AppPassword[redacted]");
    }

    @Test
    void readsWhatItShows() {
        for (int i = 0; i < 1_000; i++) {
            AppPassword made = AppPassword.generate(random);
            assertThat(AppPassword.parse(made.reveal()))
                    .hasValueSatisfying(read -> assertThat(read.unwrap()).containsExactly(made.unwrap()));
        }
    }

    /** Computed by another program from the rules: devices keep these texts for years. */
    @ParameterizedTest
    @CsvSource({
        "000102030405060708090a0b0c0d0e, 000g4-0r40m-30e20-9185g-r38ev",
        "ffeeddccbbaa998877665544332211, zzqdv-k5vna-crgxv-6an23-68ghe",
        "000000000000000000000000000000, 00000-00000-00000-00000-00000",
        "ffffffffffffffffffffffffffffff, zzzzz-zzzzz-zzzzz-zzzzz-zzzzw"
    })
    void hasTheTextThatTheRulesGive(String bytes, String symbols) {
        assertThat(AppPassword.parse(symbols)).hasValueSatisfying(read -> {
            assertThat(read.unwrap()).isEqualTo(HexFormat.of().parseHex(bytes));
            assertThat(read.reveal()).isEqualTo(symbols);
        });
    }

    @Nested
    class ReadsForgivingly {

        @Test
        void upperCase() {
            assertReadsAsSame(text.toUpperCase(Locale.ROOT));
        }

        @Test
        void withoutGroups() {
            assertReadsAsSame(text.replace("-", ""));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    " ",
                    "\u00a0",
                    "\u2009",
                    "\u3000",
                    "\t",
                    "\n",
                    "\u2010",
                    "\u2013",
                    "\u2014",
                    "\u2212",
                    "\u00ad",
                    "\u200b",
                    "\u2060",
                    "\ufeff",
                    "\uff0d",
                    "- ",
                    "   ",
                    "_",
                    ".",
                    ",",
                    "/",
                    "+",
                    "\u0000",
                    "\u0096",
                    "\u200c",
                    "\u200d",
                    "\u200e",
                    "\u200f",
                    "\u202a",
                    "\u202b",
                    "\u202c",
                    "\u202d",
                    "\u202e",
                    "\u2066",
                    "\u2067",
                    "\u2068",
                    "\u2069",
                    "\u061c",
                    "\ufe0e",
                    "\ufe0f",
                    "\udb40\udd00",
                    "\u180e",
                    "\u0640",
                    "\u30fc",
                    "\uff70",
                    "\u02bc",
                    "\ufffd",
                    "\ud83d\ude00",
                    "\ud83d"
                })
        void withAnySeparator(String separator) {
            assertReadsAsSame(separator + text.replace("-", separator) + separator);
        }

        @Test
        void lettersThatLookLikeDigits() {
            assertReadsAsSame(text.replace('0', 'o').replace('1', 'l'));
            assertReadsAsSame(text.replace('0', 'O').replace('1', 'I'));
        }

        @ParameterizedTest
        @CsvSource({"“, ”", "„, “", "«, »", "‘, ’", "(, )", "<, >", "'', ."})
        void withQuotesOrAFullStopAround(String before, String after) {
            assertReadsAsSame(before + text + after);
            assertReadsAsSame('"' + text + '"');
            assertReadsAsSame('\'' + text + "'.");
        }

        @Test
        void fullWidthLettersAndDigits() {
            assertReadsAsSame(mapped(c -> c == '-' ? c : c - '!' + '\uff01'));
            assertReadsAsSame(mapped(c -> c - '!' + '\uff01'));
        }

        @Test
        void styledLettersAndDigits() {
            assertReadsAsSame(mapped(c -> isDigit(c) ? c - '0' + 0x1d7ce : c == '-' ? c : c - 'a' + 0x1d41a));
            assertReadsAsSame(mapped(c -> isDigit(c) && c != '0' ? c - '1' + '\u2460' : c));
        }

        /** Arabic-Indic, Persian and Devanagari digits, as phone keyboards send them beside Latin letters. */
        @ParameterizedTest
        @ValueSource(chars = {'\u0660', '\u06f0', '\u0966'})
        void decimalDigitsOfOtherScripts(char zero) {
            assertReadsAsSame(mapped(c -> isDigit(c) ? c - '0' + zero : c));
        }

        @Test
        void withSpacesUpTo128Characters() {
            String spaces = " ".repeat(128 - text.length());

            assertReadsAsSame(spaces + text);
            assertThat(AppPassword.parse(spaces + " " + text)).isEmpty();
        }

        @Test
        void withoutTheCheckSymbol() {
            for (int i = 0; i < 100; i++) {
                AppPassword made = AppPassword.generate(random);
                String symbols = made.reveal().replace("-", "");
                for (String cut : List.of(
                        symbols.substring(0, 24), made.reveal().substring(0, 28), symbols.substring(0, 24) + " ")) {
                    assertThat(AppPassword.parse(cut)).hasValueSatisfying(read -> assertThat(read.unwrap())
                            .containsExactly(made.unwrap()));
                }
            }
        }

        private boolean isDigit(int c) {
            return c >= '0' && c <= '9';
        }

        private String mapped(IntUnaryOperator mapping) {
            return text.chars()
                    .map(mapping)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }

        private void assertReadsAsSame(String variant) {
            assertThat(AppPassword.parse(variant))
                    .hasValueSatisfying(read -> assertThat(read.unwrap()).containsExactly(password.unwrap()));
        }
    }

    @Nested
    class RefusesBeforeAnyLookup {

        @Test
        void everySingleWrongSymbol() {
            String symbols = text.replace("-", "");
            for (int i = 0; i < symbols.length(); i++) {
                for (int other = 0; other < ALPHABET.length(); other++) {
                    if (ALPHABET.charAt(other) != symbols.charAt(i)) {
                        String typo = symbols.substring(0, i) + ALPHABET.charAt(other) + symbols.substring(i + 1);
                        assertThat(AppPassword.parse(typo)).as("symbol %d", i).isEmpty();
                    }
                }
            }
        }

        @Test
        void everySwapOfTwoSymbols() {
            String symbols = text.replace("-", "");
            for (int i = 0; i < symbols.length(); i++) {
                for (int j = i + 1; j < symbols.length(); j++) {
                    if (symbols.charAt(i) != symbols.charAt(j)) {
                        char[] swapped = symbols.toCharArray();
                        swapped[i] = symbols.charAt(j);
                        swapped[j] = symbols.charAt(i);
                        assertThat(AppPassword.parse(new String(swapped)))
                                .as("%d and %d", i, j)
                                .isEmpty();
                    }
                }
            }
        }

        @Test
        void everyAddedSymbolAndEveryPairOfDroppedOnes() {
            String symbols = text.replace("-", "");
            for (int i = 0; i < symbols.length(); i++) {
                String dropped = symbols.substring(0, i) + symbols.substring(i + 1);
                assertThat(AppPassword.parse(symbols.substring(0, i) + '7' + symbols.substring(i)))
                        .isEmpty();
                for (int j = 0; j < dropped.length(); j++) {
                    assertThat(AppPassword.parse(dropped.substring(0, j) + dropped.substring(j + 1)))
                            .isEmpty();
                }
            }
        }

        @Test
        void everythingShorterThanTheSymbolsThatHoldTheSecret() {
            String symbols = text.replace("-", "");
            for (int length = 0; length < 24; length++) {
                assertThat(AppPassword.parse(symbols.substring(0, length))).isEmpty();
            }
        }

        /** A look-alike is another letter; a number that has no decimal value is no noise either. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\u0430", "\u00e9", "e\u0301", "u", "U", "\u0131", "\u0130", "\u00df", "\u3007", "\u2776", "\u0627"
                })
        void whatHasAnyOtherLetterOrNumber(String other) {
            assertThat(AppPassword.parse(text + other)).isEmpty();
            assertThat(AppPassword.parse(other + text.substring(1))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "-",
                    "correct horse battery staple",
                    "P@ssw0rd",
                    "uuuuu-uuuuu-uuuuu-uuuuu-uuuuu",
                    "\u0661\u0662\u0663\u0664\u0665",
                    "000\u0000-00000-00000-00000-00000",
                    "000_-00000-00000-00000-00000"
                })
        void whatIsNoAppPassword(String other) {
            assertThat(AppPassword.parse(other)).isEmpty();
        }

        @Test
        void endlessText() {
            assertThat(AppPassword.parse(text + " ".repeat(1 << 20))).isEmpty();
            assertThat(AppPassword.parse("\ufdfa".repeat(1 << 20))).isEmpty();
        }
    }

    /** Without a check symbol nobody can know that it is wrong: it is read as another secret. */
    @Test
    void readsAnotherSecretWhereOneOfTheFirst24SymbolsIsMissing() {
        String symbols = text.replace("-", "");
        for (int i = 0; i < 24; i++) {
            String dropped = symbols.substring(0, i) + symbols.substring(i + 1);
            boolean isSame = symbols.startsWith(dropped);
            assertThat(AppPassword.parse(dropped))
                    .hasValueSatisfying(read -> assertThat(Arrays.equals(read.unwrap(), password.unwrap()))
                            .isEqualTo(isSame));
        }
    }

    @Nested
    class Hashed {

        private final AppPasswordHash hash = hasher.hash(password, random);

        @Test
        void matchesItself() {
            assertThat(hasher.compare(password).matches(hash)).isTrue();
            assertThat(hasher.compare(password).matches(restored(hash))).isTrue();
        }

        @Test
        void matchesNoOther() {
            AppPassword other = AppPassword.generate(random);
            assertThat(hasher.compare(other).matches(hash)).isFalse();
            assertThat(hasher.compare(other).matches(restored(hash))).isFalse();
        }

        @Test
        void everyBitFlipOfTheSecretFails() {
            for (int bit = 0; bit < AppPassword.SECRET_BYTES * 8; bit++) {
                password.unwrap()[bit / 8] ^= (byte) (1 << bit % 8);
                for (AppPasswordHash stored : List.of(hash, restored(hash))) {
                    assertThat(hasher.compare(password).matches(stored))
                            .as("bit %d", bit)
                            .isFalse();
                }
                password.unwrap()[bit / 8] ^= (byte) (1 << bit % 8);
            }
            assertThat(hasher.compare(password).matches(hash)).isTrue();
        }

        @Test
        void everyBitFlipOfSaltAndDigestFails() {
            for (byte[] part : new byte[][] {hash.saltBytes(), hash.digestBytes()}) {
                for (int bit = 0; bit < part.length * 8; bit++) {
                    part[bit / 8] ^= (byte) (1 << bit % 8);
                    assertThat(hasher.compare(password).matches(hash))
                            .as("bit %d", bit)
                            .isFalse();
                    part[bit / 8] ^= (byte) (1 << bit % 8);
                }
            }
        }

        @Test
        void saltsEachTime() {
            assertThat(hasher.hash(password, random).digest()).isNotEqualTo(hash.digest());
        }

        @Test
        void tellsNothingOfItself() {
            assertThat(hash.toString()).isEqualTo("AppPasswordHash[sha-256]");
        }

        private AppPasswordHash restored(AppPasswordHash stored) {
            return AppPasswordHash.restore(stored.algorithm(), stored.salt(), stored.digest());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7k3zq-9m2xp-4hd8r-w6tnc-51bga",
                "7k3zq 9m2xp 4hd8r w6tnc 51b",
                "7K3ZQ-9M2XP-4HD8R-W6TNC-51BUGA",
                "7k3zu-9m2xp-4hd8r-w6tnc-51bgu",
                "Ak3zq-9m2xp-4hd8r-w6tnc-51bga",
            })
    void isResembledByATextWithATypingError(String text) {
        assertThat(AppPassword.resembles(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "correct horse battery staple",
                "1234567890123456789012345",
                "Main-0123456789abcdef01234567",
                "7k3zq9m2xp4hd8rw6tnc",
                "x7Kq2mZp9RtV4wBn8HcD3sGf",
                "uuk3zq-9m2xp-4hd8r-w6tnc-5u",
                "7k3zq-9m2xp-4hd8r-w6tnc-51bga-7k3zq-9m2xp"
            })
    void isNotResembledByMainPasswords(String text) {
        assertThat(AppPassword.resembles(text)).isFalse();
    }
}
