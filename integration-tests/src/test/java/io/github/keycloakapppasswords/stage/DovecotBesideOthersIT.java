package io.github.keycloakapppasswords.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The recipe beside master users, as its example has it: they work as before, and let no app password further than its own
 * mailbox. Access tokens beside it are tested with a real Keycloak.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DovecotBesideOthersIT {
    private static final String WRONG = "[AUTHENTICATIONFAILED]";

    private final MockValidator keycloak = new MockValidator();
    private final Path folder = folder();
    private final Dovecot dovecot = Dovecot.start(DovecotSettings.asking(keycloak.url(), new Gateway("dovecot", "s"))
            .withoutCache()
            .withMore("!include " + example() + "\n"));
    private final MailClient client = dovecot.client();

    @BeforeEach
    void deliver() {
        for (String name : new String[] {"anna", "bob", "helpdesk"}) {
            dovecot.deliver(name, "mail of " + name);
        }
        keycloak.accept("anna");
    }

    @AfterAll
    void close() {
        dovecot.close();
        keycloak.close();
        FileTree.delete(folder);
    }

    @Test
    void aMasterUserLogsInAsAnybodyAndKeycloakIsNotAsked() {
        assertThat(client.imap("bob*helpdesk", "of the helpdesk").subjects()).contains("mail of bob");
        assertThat(keycloak.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"bob*helpdesk", "bob*anna", "anna*bob", "helpdesk*anna"})
    void anAppPasswordIsNoMasterPassword(String name) {
        MailLogin login = client.imap(name, "an app password");

        assertThat(login.accepted()).isFalse();
        assertThat(login.answer()).contains(WRONG);
        assertThat(keycloak.asked()).isEmpty();
    }

    /** Who names herself as the one to log in as logs in as herself. */
    @Test
    void anAppPasswordOpensItsOwnMailboxByBothNamesToo() {
        assertThat(client.imap("anna*anna", "an app password").subjects()).contains("mail of anna");
        assertThat(keycloak.asked().get(0).body().path("username").asText()).isEqualTo("anna");
    }

    @Test
    void aMasterPasswordOpensNoMailboxOfTheMasterUserItself() {
        keycloak.refuse(401);

        assertThat(client.imap("helpdesk", "of the helpdesk").answer()).contains(WRONG);
        assertThat(keycloak.asked()).hasSize(1);
    }

    @Test
    void anAppPasswordOpensItsOwnMailbox() {
        assertThat(client.imap("anna", "an app password").subjects()).contains("mail of anna");
        assertThat(keycloak.asked()).hasSize(1);
    }

    /** The example of the recipe, with a master user. */
    private Path example() {
        write("master-users", "helpdesk:{PLAIN}of the helpdesk\n");
        Path recipe = Project.gatewayRecipe("dovecot")
                .resolve(DovecotVersion.installed().number());
        try (Stream<Path> files = Files.list(recipe)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                write(file.getFileName().toString(), text.replace("/etc/dovecot/", folder + "/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder.resolve("auth-beside-others.conf.ext");
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("app-passwords-beside-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
