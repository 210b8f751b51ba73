package io.github.keycloakapppasswords.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class AppPasswordHashTest {

    private static final String SALT = Base64.getEncoder().encodeToString(new byte[16]);
    private static final String DIGEST = Base64.getEncoder().encodeToString(new byte[32]);

    private static final AppPassword KNOWN =
            AppPassword.parse("000g4-0r40m-30e20-9185g-r38ev").orElseThrow();
    private static final AppPasswordHash STORED = AppPasswordHash.restore(
            "sha-256", "AAECAwQFBgcICQoLDA0ODw==", "NNy4+I8j061L2XXZetvOkgF7uzHJ4/RBrrKUHl+6coU=");

    /** Computed by another program: the database keeps these for years. */
    @Test
    void isTheHashOfSaltAndSecret() {
        assertThat(matches(STORED)).isTrue();
    }

    /** Computed by another program: the database keeps these for years. */
    @Test
    void isFoundByAFingerprintOfTheSecretAlone() {
        assertThat(new AppPasswordHasher().fingerprint(KNOWN)).isEqualTo("b7fcda0fd278f0b3");
        assertThat(new AppPasswordHasher().hash(KNOWN, new SecureRandom()).fingerprint())
                .isEqualTo("b7fcda0fd278f0b3");
    }

    @Test
    void failsWithTheFingerprintOfAnotherSecret() {
        assertThat(matches(STORED.withFingerprint("b7fcda0fd278f0b3"))).isTrue();
        assertThat(matches(STORED.withFingerprint("0000000000000000"))).isFalse();
        assertThat(matches(STORED.withFingerprint(null))).isTrue();
        assertThat(matches(STORED.withFingerprint("B7FCDA0FD278F0B3"))).isTrue();
        assertThat(matches(STORED.withFingerprint("b7fcda0fd278f0b3 "))).isTrue();
    }

    /** Whoever can write to the database, or finds a second secret with the same eight bytes, gets no further. */
    @Test
    void refusesAnotherSecretWithTheSameFingerprint() {
        AppPasswordHash ofAnother = AppPasswordHash.restore("sha-256", SALT, DIGEST);

        assertThat(matches(ofAnother.withFingerprint("b7fcda0fd278f0b3"))).isFalse();
    }

    private static boolean matches(AppPasswordHash hash) {
        return new AppPasswordHasher().compare(KNOWN).matches(hash);
    }

    @Test
    void refusesUnknownAlgorithm() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AppPasswordHash.restore("md5", SALT, DIGEST))
                .withMessage("The app password's hash algorithm is unknown to this version: it must be \"sha-256\".");
    }

    @Test
    void refusesSaltOfAnotherLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AppPasswordHash.restore("sha-256", "", DIGEST))
                .withMessage("The app password's salt has 0 bytes: it must have 16.");
    }

    @Test
    void refusesTruncatedDigest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AppPasswordHash.restore("sha-256", SALT, SALT))
                .withMessage("The app password's hash has 16 bytes: it must have 32.");
    }

    @Test
    void refusesWhatIsNotBase64() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AppPasswordHash.restore("sha-256", "***", DIGEST))
                .withMessage("The app password's salt is not Base64.");
    }
}
