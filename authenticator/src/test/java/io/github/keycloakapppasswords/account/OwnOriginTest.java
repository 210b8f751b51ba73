package io.github.keycloakapppasswords.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnOriginTest {

    private static final URI KEYCLOAK = URI.create("https://id.example.org/auth/");

    @ParameterizedTest
    @CsvSource({
        "https://id.example.org,https://id.example.org/",
        "https://id.example.org,https://id.example.org:443/auth/",
        "https://id.example.org,https://ID.example.org/",
        "http://localhost:8080,http://localhost:8080/",
        "http://[::1]:8080,http://[::1]:8080/"
    })
    void isTheOneOfTheAddress(String origin, URI address) {
        assertThat(OwnOrigin.isOrigin(origin, address)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "null",
                "*",
                "https://evil.example",
                "http://id.example.org",
                "https://id.example.org:8443",
                "https://id.example.org.evil.example",
                "https://evil.example/https://id.example.org",
                "https://id.example.org@evil.example",
                "https://evil@id.example.org",
                "https://id.example.org/",
                "https://id.example.org https://evil.example"
            })
    void isNoOther(String origin) {
        assertThat(OwnOrigin.isOrigin(origin, KEYCLOAK)).isFalse();
    }

    @Test
    void isNotAnotherPortOfThisMachine() {
        assertThat(OwnOrigin.isOrigin("http://localhost:3000", URI.create("http://localhost:8080/")))
                .isFalse();
    }
}
