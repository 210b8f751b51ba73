package io.github.keycloakapppasswords.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.keycloak.storage.StorageUnavailableException;

class RevealPageTest {

    private static String unavailable() {
        throw new StorageUnavailableException("The directory does not answer.");
    }

    private static String changed() {
        throw new NoSuchMethodError();
    }

    /** The app password has been made, and its page must come. */
    @Test
    void hasTheUserNameWhereTheAddressCannotBeRead() {
        assertThat(RevealPage.firstOf(RevealPageTest::unavailable, () -> "alice"))
                .contains("alice");
        assertThat(RevealPage.firstOf(RevealPageTest::changed, () -> "alice")).contains("alice");
        assertThat(RevealPage.firstOf(() -> "alice@example.org", RevealPageTest::unavailable))
                .contains("alice@example.org");
    }

    @Test
    void comesWithoutANameThatCannotBeRead() {
        assertThat(RevealPage.firstOf(RevealPageTest::unavailable, RevealPageTest::changed))
                .isEmpty();
    }
}
