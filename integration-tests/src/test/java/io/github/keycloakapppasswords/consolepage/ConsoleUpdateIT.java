package io.github.keycloakapppasswords.consolepage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
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

/** The page in an admin's own account theme, and after an update of the JAR in a browser that has cached all it may. */
@ExtendWith(SharedChromium.class)
class ConsoleUpdateIT {

    private static final String RESOURCES = "theme-resources/resources/app-passwords/";

    @TempDir
    private Path folder;

    @Test
    void showsInAnAdminsOwnThemeAndAtTheNextLoadAfterAnUpdate(Chromium chromium) throws IOException {
        KeycloakOptions before = KeycloakOptions.shipped().forShortLife().withProvider(ownTheme());
        try (KeycloakServer keycloak = KeycloakServer.start(before);
                Realm realm = Realm.create(keycloak, Map.of("accountTheme", "university"));
                Visitor visitor = chromium.visitorWithCache()) {
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
            list.open(realm);
            assertThat(transferred(visitor, "page.js")).isZero();

            keycloak.stop();
            keycloak.reinstall(before.withoutProviders().withProvider(nextJar()).withProvider(ownTheme()));
            keycloak.start();
            visitor.open(AppPasswordsPage.address(realm));

            assertThat(visitor.page().getByText("The next version")).isVisible();
            assertThat(transferred(visitor, "page.js")).isZero();
        }
    }

    /** How many bytes came for a file over the network: none if it was in the cache. */
    private static int transferred(Visitor visitor, String file) {
        return ((Number) visitor.page()
                        .evaluate(
                                "file => performance.getEntriesByType('resource')"
                                        + ".find(entry => entry.name.endsWith('/' + file)).transferSize",
                                file))
                .intValue();
    }

    /** A theme as the guide has it, with a title of its own. */
    private Path ownTheme() throws IOException {
        Path jar = folder.resolve("university.jar");
        if (Files.exists(jar)) {
            return jar;
        }
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            write(
                    files,
                    "META-INF/keycloak-themes.json",
                    "{\"themes\":[{\"name\":\"university\",\"types\":[\"account\"]}]}");
            write(files, "theme/university/account/theme.properties", "parent=app-passwords\ntitle=University\n");
        }
        return jar;
    }

    /** The shipped JAR with another page: its script has another name, as one with other content does. */
    private Path nextJar() throws IOException {
        Path jar = folder.resolve(Project.shippedJar().getFileName().toString());
        Files.copy(Project.shippedJar(), jar);
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            String current = Files.readString(files.getPath(RESOURCES + "current.json"));
            write(
                    files,
                    RESOURCES + "current.json",
                    current.replaceFirst("\"script\":\"[^\"]+\"", "\"script\":\"page-next.js\""));
            write(files, RESOURCES + "page-next.js", "export const start = async () => () => \"The next version\";\n");
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
