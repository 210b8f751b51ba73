package io.github.keycloakapppasswords.consolepage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.AppPasswordsPage;
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
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page in an account theme of the admin's. */
@ExtendWith(SharedChromium.class)
class OwnThemeIT {

    @Test
    void showsAndIsLeftAloneBySetUp(Chromium chromium) throws IOException {
        KeycloakOptions options = KeycloakOptions.shipped()
                .withProvider(Project.fixtureJar())
                .forTests()
                .withFilledDatabase()
                .withStartOption("--spi-theme--default=university");
        try (KeycloakServer keycloak = startedWithOwnTheme(options);
                Realm withServersTheme = Realm.create(keycloak);
                Realm realm = Realm.create(keycloak, Map.of("accountTheme", "university"));
                Visitor visitor = chromium.visitor()) {
            realm.setUp();
            leavesTheThemeAlone(realm, "university");
            leavesTheThemeAlone(withServersTheme, "");

            Person alice = realm.user(NewUser.named("alice"));
            AppPasswordsPage list = new AppPasswordsPage(visitor);
            list.signIn(realm, alice);
            assertThat(visitor.page()).hasTitle("University");
            assertThat(list.at("empty")).isVisible();

            keycloak.stop();
            outdateCompressedCopies(keycloak);
            keycloak.start();
            try (Visitor later = chromium.visitor()) {
                AppPasswordsPage page = new AppPasswordsPage(later);
                page.signIn(realm, alice);
                assertThat(page.at("empty")).isVisible();
            }
        }
    }

    private static void leavesTheThemeAlone(Realm realm, String setInRealm) {
        JsonNode setUp = realm.admin()
                .put(realm.path("/app-passwords/setup?accountPage=true"), null)
                .json();
        assertThat(setUp.path("accountPage").path("status").asText()).isEqualTo("warning");
        assertThat(setUp.path("accountPage").path("detail").asText())
                .contains("\"university\"", "parent=app-passwords");
        assertThat(realm.admin().get(realm.path("")).path("accountTheme").asText())
                .isEqualTo(setInRealm);
    }

    /** As an earlier JAR, or another parent of the theme, has left them. */
    private static void outdateCompressedCopies(KeycloakServer keycloak) throws IOException {
        List<Path> copies;
        try (Stream<Path> files = Files.walk(keycloak.folder().resolve("data/tmp/kc-gzip-cache"))) {
            copies = files.filter(file -> file.endsWith("account/university/content.json.gz")
                            || file.endsWith("account/university/app-passwords/current.json.gz"))
                    .toList();
        }
        assertThat(copies).hasSize(2);
        for (Path copy : copies) {
            try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(copy))) {
                file.write("[]".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** A theme as the guide has it, with a title of its own. */
    private static KeycloakServer startedWithOwnTheme(KeycloakOptions options) throws IOException {
        KeycloakServer keycloak = KeycloakServer.start(options);
        Path theme = keycloak.folder().resolve("themes/university");
        write(theme.resolve("account/theme.properties"), "parent=app-passwords\ntitle=University\n");
        // the server's default theme is that of its login pages too
        write(theme.resolve("login/theme.properties"), "parent=keycloak.v2\n");
        return keycloak;
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
