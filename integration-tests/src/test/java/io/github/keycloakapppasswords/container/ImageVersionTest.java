package io.github.keycloakapppasswords.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image is on the Keycloak that the JAR was built and tested with, and on no moving tag. */
class ImageVersionTest {
    @Test
    void isThatOfTheBuild() {
        Matcher version =
                Pattern.compile("<keycloak.version>(.+)</keycloak.version>").matcher(Docker.read("pom.xml"));
        assertThat(version.find()).isTrue();

        assertThat(Docker.officialKeycloak()).isEqualTo("quay.io/keycloak/keycloak:" + version.group(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker/compose.yaml", "docs/operations.md"})
    void isTheSameWhereverItIsNamed(String file) {
        Matcher image =
                Pattern.compile("quay\\.io/keycloak/keycloak:[0-9A-Za-z.]+").matcher(Docker.read(file));

        assertThat(image.results().map(result -> result.group())).isNotEmpty().containsOnly(Docker.officialKeycloak());
    }
}
