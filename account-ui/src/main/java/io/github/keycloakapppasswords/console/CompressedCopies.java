package io.github.keycloakapppasswords.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.common.Version;
import org.keycloak.services.resources.KeycloakApplication;

/**
 * The compressed copies of theme files that Keycloak keeps in {@code data/tmp/kc-gzip-cache}. Keycloak 26.6.4 and 26.7.4 go on to
 * serve a copy after a restart, until Keycloak's own version changes: another JAR, or another parent of an own theme, would not be
 * seen.
 */
final class CompressedCopies {

    private static final Logger LOG = Logger.getLogger("io.github.keycloakapppasswords");

    /** The files whose content changes under the same name: the menu, and the list of the page's current files. */
    private static final Set<String> CHANGING = Set.of("content.json.gz", "current.json.gz");

    /** {@code THEME/app-passwords/current.json.gz}. */
    private static final int DEPTH = 3;

    private CompressedCopies() {}

    /** Removes the copies that may be outdated. Called before Keycloak serves anything; a failure is only logged. */
    static void removeOutdated() {
        try {
            removeOutdated(Path.of(
                    KeycloakApplication.getTmpDirectory(), "kc-gzip-cache", Version.RESOURCES_VERSION, "account"));
        } catch (IOException | RuntimeException e) {
            LOG.debug("Keycloak's compressed copies of theme files could not be removed.", e);
        }
    }

    /** @param themes the folder with a folder for each account theme; it may be missing */
    static void removeOutdated(Path themes) throws IOException {
        if (!Files.isDirectory(themes)) {
            return;
        }
        for (Path copy : outdatedIn(themes)) {
            Files.deleteIfExists(copy);
        }
    }

    private static List<Path> outdatedIn(Path themes) throws IOException {
        try (Stream<Path> files = Files.walk(themes, DEPTH)) {
            return files.filter(file -> CHANGING.contains(String.valueOf(file.getFileName())))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
