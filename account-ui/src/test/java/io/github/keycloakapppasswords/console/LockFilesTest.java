package io.github.keycloakapppasswords.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page is built with, and the Node and npm of machines that have none. */
class LockFilesTest {

    @ParameterizedTest
    @ValueSource(strings = {"package-lock.json", "toolchain/package-lock.json"})
    void nameAHashAndNoHostForEachPackage(String file) throws IOException {
        JsonNode packages = new ObjectMapper().readTree(Path.of(file).toFile()).path("packages");

        assertThat(packages.size()).isGreaterThan(100);
        packages.properties().forEach(entry -> {
            boolean isRoot = entry.getKey().isEmpty();
            boolean isInAnother = entry.getValue().path("inBundle").asBoolean();
            assertThat(entry.getValue().has("resolved")).as(entry.getKey()).isFalse();
            assertThat(entry.getValue().path("integrity").asText())
                    .as(entry.getKey())
                    .matches(isRoot || isInAnother ? ".*" : "sha512-.+");
        });
    }
}
