package io.github.keycloakapppasswords.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The recipe beside master users and access tokens, as its example has it: both work as before, and neither lets an app
 * password further than its own mailbox.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DovecotBesideOthersIT {
    private static final String WRONG = "[AUTHENTICATIONFAILED]";
    private static final String ISSUER = "https://keycloak.example.org/realms/example";

    private final MockValidator keycloak = new MockValidator();
    private final KeyPair key = rsa();
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
    void aTokenOpensTheMailboxOfItsUser() {
        assertThat(client.imapWithToken("bob", token("bob", key)).subjects()).contains("mail of bob");
        assertThat(keycloak.asked()).isEmpty();
    }

    @Test
    void aTokenOfAnotherOrOfNobodyOpensNothing() {
        assertThat(client.imapWithToken("anna", token("bob", key)).accepted()).isFalse();
        assertThat(client.imapWithToken("bob", token("bob", rsa())).accepted()).isFalse();
        assertThat(keycloak.asked()).isEmpty();
    }

    /** Names are compared as they are here, so that "BOB" may have a mailbox of its own. */
    @Test
    void aTokenOpensNoMailboxOfAnotherSpelling() {
        dovecot.deliver("BOB", "mail of BOB");

        assertThat(client.imapWithToken("BOB", token("bob", key)).subjects()).doesNotContain("mail of BOB");
    }

    @Test
    void anAppPasswordIsNoToken() {
        assertThat(client.imapWithToken("anna", "an app password").accepted()).isFalse();
        assertThat(keycloak.asked()).isEmpty();
    }

    /** It is asked for as any other password, and Keycloak says no. */
    @Test
    void aTokenIsNoPassword() {
        keycloak.refuse(401);

        assertThat(client.imap("bob", token("bob", key)).answer()).contains(WRONG);
    }

    @Test
    void anAppPasswordOpensItsOwnMailbox() {
        assertThat(client.imap("anna", "an app password").subjects()).contains("mail of anna");
        assertThat(keycloak.asked()).hasSize(1);
    }

    /** The example of the recipe, with a key for tokens and a master user. */
    private Path example() {
        write("master-users", "helpdesk:{PLAIN}of the helpdesk\n");
        String pem = Base64.getMimeEncoder().encodeToString(key.getPublic().getEncoded());
        write(
                "oauth2-keys/default/RS256/default",
                "-----BEGIN PUBLIC KEY-----\n" + pem + "\n-----END PUBLIC KEY-----\n");
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

    private static String token(String username, KeyPair signer) {
        long now = Instant.now().getEpochSecond();
        String signed = part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")
                + "."
                + part("{\"iss\":\"%s\",\"sub\":\"%s\",\"preferred_username\":\"%s\",\"iat\":%d,\"exp\":%d}"
                        .formatted(ISSUER, username, username, now, now + 300));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(signer.getPrivate());
            signature.update(signed.getBytes(UTF_8));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
