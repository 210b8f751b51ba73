package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.StageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The messages that the extension ships. */
final class Texts {

    private Texts() {}

    /** Those of pages and mails in English, by key. */
    static Map<String, String> english() {
        Path file = Project.root().resolve("themes/src/main/resources/theme-resources/messages/messages_en.properties");
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new StageException("The messages cannot be read: " + e, e);
        }
        return texts.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, texts::getProperty));
    }
}
