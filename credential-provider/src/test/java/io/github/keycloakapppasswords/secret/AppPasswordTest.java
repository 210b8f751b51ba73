package io.github.keycloakapppasswords.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                    " ", "\u00a0", "\u2009", "\u3000", "\t", "\n", "\u2010", "\u2013", "\u2014", "\u2212", "\u00ad",
                    "\u200b", "\u2060", "\ufeff", "\uff0d", "- ", "   "
                })
        void withAnySeparator(String separator) {
            assertReadsAsSame(separator + text.replace("-", separator) + separator);
        }

        @Test
        void lettersThatLookLikeDigits() {
            assertReadsAsSame(text.replace('0', 'o').replace('1', 'l'));
            assertReadsAsSame(text.replace('0', 'O').replace('1', 'I'));
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
        void everyDroppedAndEveryAddedSymbol() {
            String symbols = text.replace("-", "");
            for (int i = 0; i < symbols.length(); i++) {
                assertThat(AppPassword.parse(symbols.substring(0, i) + symbols.substring(i + 1)))
                        .isEmpty();
                assertThat(AppPassword.parse(symbols.substring(0, i) + '7' + symbols.substring(i)))
                        .isEmpty();
            }
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
                    "0000\u0000-00000-00000-00000-00000",
                    "0000_-00000-00000-00000-00000"
                })
        void whatIsNoAppPassword(String other) {
            assertThat(AppPassword.parse(other)).isEmpty();
        }

        @Test
        void fullwidthLookAlikes() {
            assertThat(AppPassword.parse(text.chars()
                            .map(c -> c == '-' ? c : c - '!' + '\uff01')
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString()))
                    .isEmpty();
        }

        @Test
        void endlessText() {
            assertThat(AppPassword.parse(text + " ".repeat(1 << 20))).isEmpty();
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
            assertThat(hasher.compare(AppPassword.generate(random)).matches(hash))
                    .isFalse();
        }

        @Test
        void everyBitFlipOfTheSecretFails() {
            for (int bit = 0; bit < AppPassword.SECRET_BYTES * 8; bit++) {
                password.unwrap()[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(hasher.compare(password).matches(hash))
                        .as("bit %d", bit)
                        .isFalse();
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
}
