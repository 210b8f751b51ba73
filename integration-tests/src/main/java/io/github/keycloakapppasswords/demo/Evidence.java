package io.github.keycloakapppasswords.demo;

import com.microsoft.playwright.PlaywrightException;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Visitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What is kept of a smoke run that failed, since the servers' folders go with it. */
final class Evidence {
    private final Path folder = Project.root().resolve("integration-tests/target/smoke");

    /** Where it is kept. */
    Path folder() {
        return folder;
    }

    /** Does something before a browser, and saves the page if it fails. */
    void keepPage(Visitor visitor, Runnable job) {
        try {
            job.run();
        } catch (RuntimeException e) {
            try {
                visitor.screenshot(folder.resolve("page.png"));
            } catch (PlaywrightException noPage) {
                e.addSuppressed(noPage);
            }
            throw e;
        }
    }

    /** Saves the logs. */
    void keepLogs(DemoServers servers) {
        keepLog(servers.keycloak().log(), "keycloak.log");
        keepLog(servers.dovecot().log(), "dovecot.log");
    }

    private void keepLog(Path log, String as) {
        try {
            Files.createDirectories(folder);
            Files.copy(log, folder.resolve(as), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
