package io.github.keycloakapppasswords.themes;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of this module, as Keycloak finds them in the JAR. */
final class ThemeFiles {
    private static final Path ROOT = Path.of("src/main/resources/theme-resources");

    private ThemeFiles() {}

    /** The languages that there are messages in, as the files name them, in alphabetical order. */
    static List<String> languages() {
        try (Stream<Path> files = Files.list(ROOT.resolve("messages"))) {
            return files.map(file -> file.getFileName().toString().replaceAll("^messages_(.+)\\.properties$", "$1"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The messages of a language, by key. */
    static Map<String, String> messages(String language) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(ROOT.resolve("messages/messages_" + language + ".properties"))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(key -> key, properties::getProperty, (one, other) -> one, TreeMap::new));
    }

    /** The templates' texts, by path: of pages {@code x.ftl}, of mails {@code html/x.ftl} and {@code text/x.ftl}. */
    static Map<String, String> templates() {
        Path templates = ROOT.resolve("templates");
        try (Stream<Path> files = Files.walk(templates)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            file -> templates.relativize(file).toString(),
                            ThemeFiles::text,
                            (a, b) -> a,
                            TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
