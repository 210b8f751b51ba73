package io.github.keycloakapppasswords;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.Project;
import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class ShippedJarIT {

    @Test
    void holdsOnlyWhatIsOurs() throws IOException {
        try (ZipFile jar = new ZipFile(Project.shippedJar().toFile())) {
            List<String> foreign = jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(
                            name -> !name.matches(
                                    "io/github/keycloakapppasswords/.*|theme-resources/.*"
                                            + "|META-INF/(MANIFEST\\.MF|LICENSE|app-passwords-changelog\\.xml|services/(org\\.keycloak|io\\.github\\.keycloakapppasswords)\\..*)"))
                    .toList();
            assertThat(foreign).isEmpty();
        }
    }

    @Test
    void holdsNothingOfTheTests() throws IOException {
        try (ZipFile jar = new ZipFile(Project.shippedJar().toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName)).noneMatch(name -> name.contains("fixture"));
        }
    }

    @Test
    void hasTimestampsThatDoNotDependOnTheBuild() throws IOException {
        try (ZipFile jar = new ZipFile(Project.shippedJar().toFile())) {
            assertThat(jar.stream().map(ZipEntry::getTimeLocal).distinct()).hasSize(1);
        }
    }
}
