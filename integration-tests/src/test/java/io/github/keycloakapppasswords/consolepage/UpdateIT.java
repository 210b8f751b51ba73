package io.github.keycloakapppasswords.consolepage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page after an update of the JAR, in a browser that keeps the files of the JAR before. */
@ExtendWith(SharedChromium.class)
class UpdateIT {
    private static final String FOLDER = "theme-resources/resources/app-passwords/";
    private static final Pattern SCRIPT = Pattern.compile("page-[-_A-Za-z0-9]+\\.js");
    private static final String NEXT_SCRIPT = "page-TheNext1.js";

    /** How often the entry of the page was read from the browser's own memory. */
    private static final String FROM_CACHE = "performance.getEntriesByType('resource')"
            + ".filter(e => e.name.endsWith('/app-passwords/page.js') && e.transferSize === 0).length";

    private static final String REQUESTED =
            "performance.getEntriesByType('resource').map(e => e.name).filter(n => n.includes('/app-passwords/page-')).join(' ')";

    @Test
    void isTheNewOneAtTheNextLoad(Chromium chromium, @TempDir Path folder) throws IOException {
        KeycloakOptions options = KeycloakOptions.shipped()
                .withProvider(Project.fixtureJar())
                .forTests()
                .withFilledDatabase();
        try (KeycloakServer keycloak = KeycloakServer.start(options);
                Realm realm = Realm.create(keycloak, Map.of("accountTheme", "app-passwords"));
                Visitor visitor = chromium.visitor()) {
            realm.setUp();
            Person alice = realm.user(NewUser.named("alice"));
            AppPasswordsPage list = new AppPasswordsPage(visitor);
            list.signIn(realm, alice);
            visitor.page().reload();
            list.awaitList();
            assertThat(visitor.page().evaluate(FROM_CACHE)).isEqualTo(1);
            assertThat(visitor.page().evaluate(REQUESTED).toString()).doesNotContain(NEXT_SCRIPT);

            keycloak.stop();
            keycloak.reinstall(
                    options.withoutProviders().withProvider(nextJar(folder)).withProvider(Project.fixtureJar()));
            keycloak.start();
            visitor.page().context().clearCookies();
            list.signIn(realm, alice);

            assertThat(visitor.page().evaluate(FROM_CACHE)).isEqualTo(1);
            assertThat(visitor.page().locator("html")).hasAttribute("data-version", "next");
            assertThat(visitor.page().evaluate(REQUESTED).toString()).contains(NEXT_SCRIPT);
        }
    }

    /** The shipped JAR with another script, under a name of its own, as each build gives it. */
    private static Path nextJar(Path folder) throws IOException {
        Path next = Files.copy(Project.shippedJar(), folder.resolve("keycloak-app-passwords-next.jar"));
        try (FileSystem jar = FileSystems.newFileSystem(next)) {
            Path current = jar.getPath(FOLDER + "current.json");
            String names = Files.readString(current);
            Matcher script = SCRIPT.matcher(names);
            assertThat(script.find()).as(names).isTrue();
            Path old = jar.getPath(FOLDER + script.group());
            String code = Files.readString(old);
            Files.writeString(
                    jar.getPath(FOLDER + NEXT_SCRIPT), "document.documentElement.dataset.version = 'next';\n" + code);
            Files.delete(old);
            Files.writeString(current, names.replace(script.group(), NEXT_SCRIPT));
        }
        return next;
    }
}
