package io.github.keycloakapppasswords.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.keycloak.services.ErrorResponseException;

class FirstSignInResourceTest {

    @Test
    void readsNoLongBody() {
        assertThatThrownBy(() -> FirstSignInResource.requireShort(new byte[FirstSignInResource.LONGEST_BYTES + 1]))
                .isInstanceOfSatisfying(
                        ErrorResponseException.class,
                        e -> assertThat(e.getResponse().getStatus()).isEqualTo(413));
    }

    @Test
    void readsAShortBody() {
        assertThatCode(() -> FirstSignInResource.requireShort(new byte[FirstSignInResource.LONGEST_BYTES]))
                .doesNotThrowAnyException();
        assertThatCode(() -> FirstSignInResource.requireShort(null)).doesNotThrowAnyException();
    }
}
