package io.github.keycloakapppasswords;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.verdict.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The pages lead where they say, and quote what the code and the messages really say. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern LINK = Pattern.compile("\\]\\((?![a-z]+:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    @Test
    void eachLinkLeadsToAFileAndAHeadingThatAreThere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (MatchResult link : all(LINK, text(page))) {
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(link.group(1)).normalize();
                boolean found = Files.exists(target)
                        && (link.group(2) == null || anchors(target).contains(link.group(2)));
                if (!found) {
                    broken.add(ROOT.relativize(page) + ": " + link.group());
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    /** {@code docs/for-owners.md}: what stands in curly quotation marks is what owners see. */
    @Nested
    class ForOwners {

        private static final Pattern QUOTED = Pattern.compile("“([^”]+)”");

        @Test
        void quotesWhatPagesAndMailsSay() throws IOException {
            String messages =
                    read(ROOT.resolve("themes/src/main/resources/theme-resources/messages/messages_en.properties"));
            List<String> quoted = texts(QUOTED, read(ROOT.resolve("docs/for-owners.md")));

            assertThat(quoted).hasSizeGreaterThan(40).allSatisfy(text -> assertThat(messages)
                    .contains(text.replaceAll("Example University|December 31, 2030|\\b365\\b", "{0}")));
        }
    }

    /** {@code docs/operations.md}, "Symptom, cause, remedy". */
    @Nested
    class Symptoms {

        private static final Pattern REASON = Pattern.compile("`reason=(\\w+)`");
        private static final Pattern LOG_LINE = Pattern.compile("`([A-Z][^`]* [^`]*)`");
        private static final Pattern METRIC = Pattern.compile("`(app_passwords_\\w+)`");
        private static final Pattern JOIN = Pattern.compile("\"\\s*\\+\\s*\"");

        private final String section = section(read(ROOT.resolve("docs/operations.md")), "Symptom, cause, remedy");

        @Test
        void haveEveryReasonOfARefusalAndNoOther() {
            Set<String> refusals = Arrays.stream(Reason.values())
                    .filter(reason -> reason != Reason.ACCEPTED)
                    .map(Reason::id)
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(new TreeSet<>(texts(REASON, section))).isEqualTo(refusals);
        }

        @Test
        void quoteLinesOfTheLogThatTheCodeWrites() throws IOException {
            String code = JOIN.matcher(sources()).replaceAll("");

            assertThat(texts(LOG_LINE, section))
                    .hasSizeGreaterThan(15)
                    .allSatisfy(line -> assertThat(code.contains(line)).as(line).isTrue());
        }

        @Test
        void nameMetricsThatTheGuideHas() {
            String guide = read(ROOT.resolve("docs/admin-guide.md"));

            assertThat(texts(METRIC, section)).hasSizeGreaterThan(5).allSatisfy(metric -> assertThat(
                            guide.contains("| `" + metric + "` |"))
                    .as(metric)
                    .isTrue());
        }
    }

    /** {@code CONTRIBUTING.md}, "Where to begin". */
    @Test
    void contributorsAreSentToClassesThatAreThere() throws IOException {
        Set<String> classes = new HashSet<>();
        for (Path file : files(".java")) {
            classes.add(file.getFileName().toString().replace(".java", ""));
        }

        assertThat(texts(
                        Pattern.compile("`([A-Z]\\w+)`"),
                        section(read(ROOT.resolve("CONTRIBUTING.md")), "Where to begin")))
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(classes.contains(name)).as(name).isTrue());
    }

    private static List<Path> pages() throws IOException {
        return files(".md");
    }

    private static String sources() throws IOException {
        return files(".java").stream()
                .filter(file -> file.toString().contains("/src/main/java/"))
                .map(DocumentationTest::read)
                .collect(Collectors.joining("\n"));
    }

    /** Files of the tree by the end of their name, without what a build leaves. */
    private static List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> !file.toString().matches(".*/(target|node_modules|\\.git|\\.toolchain)/.*"))
                    .toList();
        }
    }

    /** The addresses of headings, as GitHub makes them. */
    private static Set<String> anchors(Path page) {
        Set<String> anchors = new HashSet<>();
        for (String heading : texts(HEADING, text(page))) {
            String anchor = heading.replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int same = 0;
            String free = anchor;
            while (!anchors.add(free)) {
                same++;
                free = anchor + "-" + same;
            }
        }
        return anchors;
    }

    /** From one heading of the second level to the next. */
    private static String section(String page, String heading) {
        String begin = "\n## " + heading + "\n";
        assertThat(page).contains(begin);
        String rest = page.substring(page.indexOf(begin) + begin.length());
        int end = rest.indexOf("\n## ");
        return end < 0 ? rest : rest.substring(0, end);
    }

    /** A page without its blocks of code. */
    private static String text(Path page) {
        return CODE_BLOCK.matcher(read(page)).replaceAll("");
    }

    private static List<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    private static List<String> texts(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
