package io.github.keycloakapppasswords.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProfilesTest {

    @Test
    void costNoSecretIfSomethingBesideItFails() {
        assertThat(Profiles.extra("A test", () -> {
                    throw new IllegalStateException("7k3zq-aaaaa");
                }))
                .isEmpty();
        assertThat(Profiles.extra("A test", () -> {
                    throw new NoClassDefFoundError("com/google/zxing/WriterException");
                }))
                .isEmpty();
        assertThat(Profiles.extra("A test", () -> "drawn")).hasValue("drawn");
    }
}
