package io.github.keycloakapppasswords;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.event.EventDetails;
import io.github.keycloakapppasswords.verdict.Reason;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The admin guide explains every reason and every detail of events that there is, and no other. */
class AdminGuideTest {

    private static final Pattern NAME = Pattern.compile("`([a-z][a-z_]*)`");

    @Test
    void explainsEveryReasonAndNoOther() throws IOException {
        NavigableSet<String> reasons = new TreeSet<>();
        Arrays.stream(Reason.values()).map(Reason::id).forEach(reasons::add);

        assertThat(firstColumn("| reason | what it is |")).isEqualTo(reasons);
    }

    @Test
    void explainsEveryDetailAndNoOther() throws IOException, IllegalAccessException {
        NavigableSet<String> details = new TreeSet<>();
        for (Field constant : EventDetails.class.getFields()) {
            details.add((String) constant.get(null));
        }
        details.remove(EventDetails.APP_PASSWORD);

        assertThat(firstColumn("| detail | |")).isEqualTo(details);
    }

    @Test
    void saysHowAnAppPasswordEnds() throws IOException {
        List<String> guide = guide();

        assertThat(EndCause.values())
                .allMatch(cause -> guide.stream().anyMatch(line -> line.contains("`" + cause.id() + "`")));
    }

    /** The names in code type in the first column of the table with this heading. */
    private static NavigableSet<String> firstColumn(String heading) throws IOException {
        NavigableSet<String> names = new TreeSet<>();
        guide().stream()
                .dropWhile(line -> !line.startsWith(heading))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .forEach(row ->
                        NAME.matcher(row.split("\\|", -1)[1]).results().forEach(name -> names.add(name.group(1))));
        return names;
    }

    private static List<String> guide() throws IOException {
        return Files.readAllLines(Path.of("..", "docs", "admin-guide.md"));
    }
}
