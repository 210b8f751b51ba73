package io.github.keycloakapppasswords.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** {@code docs/keycloak-internals.md} lists what the JAR names of Keycloak beyond what Keycloak promises to keep. */
@TestInstance(Lifecycle.PER_CLASS)
class InternalsTableIT {

    private static final Pattern STABLE = Pattern.compile("org\\.keycloak\\.keycloak-(core|server-spi)-\\d.*");
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)`");

    private final Linkage linkage = Linkage.of(Project.shippedJar(), Project.keycloakDistribution());
    private final List<Row> rows = rows();

    /** Names of Keycloak's classes, and of the JAR's classes that name them. */
    private record Row(Set<String> keycloaks, Set<String> ours) {}

    @AfterAll
    void close() {
        linkage.close();
    }

    @Test
    void hasEveryClassThatTheJarNames() {
        Set<String> named = new TreeSet<>();
        linkage.keycloakClasses().forEach((name, jar) -> {
            if (!STABLE.matcher(jar).matches()) {
                named.add(Linkage.simpleName(name));
            }
        });

        assertThat(listed()).containsAll(named);
    }

    @Test
    void hasNothingElse() {
        assertThat(listed()).allSatisfy(name -> assertThat(linkage.whoNames(name))
                .as("who names " + name)
                .isNotEmpty());
    }

    @Test
    void saysWhereItIsCalled() {
        Map<String, Set<String>> wrong = new TreeMap<>();
        for (Row row : rows) {
            Set<String> callers = row.keycloaks().stream()
                    .flatMap(name -> linkage.whoNames(name).stream())
                    .collect(Collectors.toSet());
            row.ours().stream()
                    .filter(ours -> !callers.contains(ours))
                    .forEach(ours -> wrong.put(ours, row.keycloaks()));
        }

        assertThat(wrong).isEmpty();
    }

    private Set<String> listed() {
        return rows.stream().flatMap(row -> row.keycloaks().stream()).collect(Collectors.toSet());
    }

    /** Of the tables with a column for the version. */
    private static List<Row> rows() {
        try (Stream<String> lines = Files.lines(Project.root().resolve("docs/keycloak-internals.md"))) {
            return lines.map(line -> line.split("(?<!\\\\)\\|"))
                    .filter(cells -> cells.length == 6 && cells[1].contains("`"))
                    .map(cells -> new Row(names(cells[1]), names(cells[2])))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("The table cannot be read", e);
        }
    }

    private static Set<String> names(String cell) {
        Matcher matcher = NAME.matcher(cell);
        return matcher.results().map(result -> result.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
