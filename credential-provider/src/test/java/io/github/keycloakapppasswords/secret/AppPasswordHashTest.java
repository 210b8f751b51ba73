package io.github.keycloakapppasswords.secret;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class AppPasswordHashTest {

    private static final String SALT = Base64.getEncoder().encodeToString(new byte[16]);
    private static final String DIGEST = Base64.getEncoder().encodeToString(new byte[32]);

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
