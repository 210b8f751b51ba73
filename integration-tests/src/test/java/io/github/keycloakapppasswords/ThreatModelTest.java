package io.github.keycloakapppasswords;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threat model names a test for each attack: the test must be there. */
class ThreatModelTest {

    private static final Pattern NAMED_TEST = Pattern.compile("`(?!Class\\.)([A-Z]\\w+)\\.([a-z]\\w+)`");

    @Test
    void namesTestsThatExist() throws IOException {
        Map<String, String> sources = testSources();
        List<String> missing = NAMED_TEST
                .matcher(Files.readString(Project.root().resolve("docs/threat-model.md")))
                .results()
                .filter(named -> !isIn(sources, named))
                .map(MatchResult::group)
                .toList();

        assertThat(missing).isEmpty();
    }

    private static boolean isIn(Map<String, String> sources, MatchResult named) {
        return sources.getOrDefault(named.group(1), "").contains("void " + named.group(2) + "(");
    }

    /** The text of each test class by its name; of several of the same name together. */
    private static Map<String, String> testSources() throws IOException {
        try (Stream<Path> files = Files.walk(Project.root())) {
            return files.filter(file -> file.toString().matches(".*/src/test/java/.*\\.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            ThreatModelTest::read,
                            String::concat));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
