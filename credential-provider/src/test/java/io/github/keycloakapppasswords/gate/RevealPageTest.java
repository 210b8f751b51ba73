package io.github.keycloakapppasswords.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.keycloak.storage.StorageUnavailableException;

class RevealPageTest {

    private static final Supplier<String> UNAVAILABLE = () -> {
        throw new StorageUnavailableException("The directory does not answer.");
    };
    private static final Supplier<String> CHANGED = () -> {
        throw new NoSuchMethodError();
    };

    /** The app password has been made, and its page must come. */
    @Test
    void hasTheUserNameWhereTheAddressCannotBeRead() {
        assertThat(RevealPage.firstOf(UNAVAILABLE, () -> "alice")).contains("alice");
        assertThat(RevealPage.firstOf(CHANGED, () -> "alice")).contains("alice");
        assertThat(RevealPage.firstOf(() -> "alice@example.org", UNAVAILABLE)).contains("alice@example.org");
    }

    @Test
    void comesWithoutANameThatCannotBeRead() {
        assertThat(RevealPage.firstOf(UNAVAILABLE, CHANGED)).isEmpty();
    }
}
