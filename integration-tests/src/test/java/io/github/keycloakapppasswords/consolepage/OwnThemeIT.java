package io.github.keycloakapppasswords.consolepage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedChromium;
import io.github.keycloakapppasswords.stage.Visitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page in an account theme of the admin's. */
@ExtendWith(SharedChromium.class)
class OwnThemeIT {

    @Test
    void showsAndIsLeftAloneBySetUp(Chromium chromium, @TempDir Path folder) throws IOException {
        KeycloakOptions options = KeycloakOptions.shipped().forShortLife().withProvider(ownTheme(folder));
        try (KeycloakServer keycloak = KeycloakServer.start(options);
                Realm realm = Realm.create(keycloak, Map.of("accountTheme", "university"));
                Visitor visitor = chromium.visitor()) {
            realm.setUp();
            JsonNode setUp = realm.admin()
                    .put(realm.path("/app-passwords/setup?accountPage=true"), null)
                    .json();
            assertThat(setUp.path("accountPage").path("status").asText()).isEqualTo("warning");
            assertThat(setUp.path("accountPage").path("detail").asText())
                    .contains("\"university\"", "parent=app-passwords");

            Person alice = realm.user(NewUser.named("alice"));
            AppPasswordsPage list = new AppPasswordsPage(visitor);
            list.signIn(realm, alice);
            assertThat(visitor.page()).hasTitle("University");
            assertThat(list.at("empty")).isVisible();
        }
    }

    /** A theme as the guide has it, with a title of its own. */
    private static Path ownTheme(Path folder) throws IOException {
        Path jar = folder.resolve("university.jar");
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            write(
                    files,
                    "META-INF/keycloak-themes.json",
                    "{\"themes\":[{\"name\":\"university\",\"types\":[\"account\"]}]}");
            write(files, "theme/university/account/theme.properties", "parent=app-passwords\ntitle=University\n");
        }
        return jar;
    }

    private static void write(FileSystem files, String name, String content) throws IOException {
        Path file = files.getPath(name);
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    }
}
