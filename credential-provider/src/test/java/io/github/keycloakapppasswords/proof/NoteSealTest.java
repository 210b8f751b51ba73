package io.github.keycloakapppasswords.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoteSealTest {
    private static final String NAME = "app-passwords.second-factor";
    private static final String TEXT = "{\"user\":\"alice\",\"completed\":{\"otp\":1}}";

    private final Map<String, SecretKey> keys = new HashMap<>();
    private String active = "first";
    private final NoteSeal seal = seal("realm", "session", "alice");
    private final String note;

    NoteSealTest() {
        keys.put("first", key(1));
        note = seal.close(NAME, TEXT);
    }

    private static SecretKey key(int first) {
        byte[] bytes = new byte[64];
        bytes[0] = (byte) first;
        return new SecretKeySpec(bytes, "HmacSHA512");
    }

    private NoteSeal seal(String realmId, String sessionId, String userId) {
        NoteSeal.Keys realmKeys = new NoteSeal.Keys() {
            @Override
            public NoteSeal.Key active() {
                return new NoteSeal.Key(
                        active, Optional.ofNullable(keys.get(active)).orElseThrow());
            }

            @Override
            public Optional<SecretKey> find(String id) {
                return Optional.ofNullable(keys.get(id));
            }
        };
        return new NoteSeal(realmKeys, realmId, sessionId, userId);
    }

    @Test
    void opensWhatItSealed() {
        assertThat(seal("realm", "session", "alice").open(NAME, note)).contains(TEXT);
    }

    @Test
    void opensNothingOfAnotherRealmSessionUserOrNote() {
        assertThat(List.of(
                        seal("another", "session", "alice").open(NAME, note),
                        seal("realm", "another", "alice").open(NAME, note),
                        seal("realm", "session", "another").open(NAME, note),
                        seal.open("app-passwords.factors", note)))
                .containsOnly(Optional.empty());
    }

    @Test
    void tellsWhereOneFieldEndsAndTheNextBegins() {
        assertThat(seal("real", "msession", "alice").open(NAME, note)).isEmpty();
    }

    @Test
    void opensNothingThatWasAltered() {
        for (int at = 0; at < note.length(); at++) {
            char other = note.charAt(at) == 'A' ? 'Z' : 'A';
            String altered = note.substring(0, at) + other + note.substring(at + 1);
            // the last symbol of the code has two bits that mean nothing
            if (at != note.indexOf('{') - 2) {
                assertThat(seal.open(NAME, altered)).as("altered at " + at).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", ".", "...", "1...", "1.Zmlyc3Q..{}", "1.%.%.{}", TEXT, "2.Zmlyc3Q.AAAA.{}"})
    void opensNothingElse(String text) {
        assertThat(seal.open(NAME, text)).isEmpty();
    }

    @Test
    void outlivesARotationOfTheKeysUntilTheOldKeyIsGone() {
        keys.put("second", key(2));
        active = "second";
        assertThat(seal.open(NAME, note)).contains(TEXT);
        assertThat(seal.open(NAME, seal.close(NAME, TEXT))).contains(TEXT);

        keys.remove("first");
        assertThat(seal.open(NAME, note)).isEmpty();
    }

    @Test
    void opensNothingThatAnotherKeyOfTheSameIdSealed() {
        keys.put("first", key(3));
        assertThat(seal.open(NAME, note)).isEmpty();
    }
}
