package io.github.keycloakapppasswords.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The file beside the page's script, as it was built. */
class LicencesTest {

    @Test
    void areThereForThePackagesInTheScript() {
        assertThat(Path.of("target/classes/theme-resources/resources/app-passwords/licences.txt"))
                .content()
                .containsPattern("(?m)^@patternfly/react-core \\d")
                .containsPattern("(?m)^focus-trap \\d")
                .containsPattern("(?m)^tabbable \\d")
                .containsPattern("(?m)^tslib \\d")
                .contains("Red Hat, Inc.", "David Clark", "Microsoft Corporation")
                .doesNotContain("node_modules");
    }
}
