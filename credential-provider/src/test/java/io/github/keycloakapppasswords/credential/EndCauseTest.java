package io.github.keycloakapppasswords.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EndCauseTest {

    /** Rows of earlier releases have these. */
    @Test
    void isStoredUnderANameThatStays() {
        assertThat(Arrays.stream(EndCause.values()).map(EndCause::id))
                .containsExactly(
                        "revoked",
                        "expired",
                        "idle",
                        "never_used",
                        "password_changed",
                        "password_reset_by_email",
                        "password_set_by_admin");
        assertThat(EndCause.values())
                .allSatisfy(cause -> assertThat(EndCause.of(cause.id())).isEqualTo(cause));
    }

    @Test
    void refusesAnUnknownName() {
        assertThatIllegalArgumentException().isThrownBy(() -> EndCause.of("lost"));
    }
}
