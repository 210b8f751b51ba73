package io.github.keycloakapppasswords.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginIdentityTest {

    @ParameterizedTest
    @ValueSource(strings = {"username", "email", "attribute:mailbox", "attribute:mail:box"})
    void readsWhatItWrites(String text) {
        assertThat(LoginIdentity.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Username", "attribute", "attribute:", "attribute: ", "mailbox", "attributes:mailbox"})
    void refusesAnythingElseNamingTheField(String text) {
        assertThatThrownBy(() -> LoginIdentity.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("loginIdentity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "email", "firstName", "LASTNAME", "locale"})
    void refusesAttributesThatOwnersKeepThemselves(String attribute) {
        assertThatThrownBy(() -> LoginIdentity.parse("attribute:" + attribute))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("owners edit themselves");
    }
}
