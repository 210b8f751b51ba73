package io.github.keycloakapppasswords.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedCopiesTest {

    @TempDir
    Path themes = Path.of("");

    private void copy(String name) throws IOException {
        Path file = themes.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.createFile(file);
    }

    @Test
    void loseTheMenuAndTheListOfCurrentFilesOfEveryTheme() throws IOException {
        copy("app-passwords/content.json.gz");
        copy("app-passwords/app-passwords/current.json.gz");
        copy("university/content.json.gz");
        copy("university/app-passwords/current.json.gz");
        copy("university/app-passwords/page.js.gz");
        copy("university/assets/deep/current.json.gz");

        CompressedCopies.removeOutdated(themes);

        try (Stream<Path> files = Files.walk(themes)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> themes.relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "university/app-passwords/page.js.gz", "university/assets/deep/current.json.gz");
        }
    }

    @Test
    void mayBeMissing() {
        assertThatCode(() -> CompressedCopies.removeOutdated(themes.resolve("none")))
                .doesNotThrowAnyException();
    }
}
