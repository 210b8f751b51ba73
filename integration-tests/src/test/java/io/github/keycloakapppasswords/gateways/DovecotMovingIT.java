package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.DovecotSettings;
import io.github.keycloakapppasswords.stage.DovecotVersion;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dovecot while people move: Keycloak is asked first, then the old passdb for those who have not moved. */
@ExtendWith(KeycloakOnMariaDb.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DovecotMovingIT {
    private static final String OLD_PASSWORD = "the old one";
    private static final String STILL_HERE = "notyet:::::::noauthenticate\nnew-notyet:::::::noauthenticate\n";
    private static final List<String> HAVE_OLD_PASSWORDS =
            List.of("moved", "notyet", "new-moved", "new-notyet", "leaver");

    private static final String PAM =
            switch (DovecotVersion.installed()) {
                case V2_3 -> "driver = pam";
                case V2_4 -> "passdb pam {";
            };

    private final RecipeFolder folder = RecipeFolder.create("dovecot-moving");
    private KeycloakOnDatabase.Pair servers;
    private Residents residents;
    private Dovecot dovecot;
    private DovecotGateway imap;
    private Resident moved;
    private Resident notYet;

    @BeforeAll
    void open(KeycloakOnDatabase.Pair pair) {
        servers = pair;
        residents = new Residents(pair.keycloak(), "imap");
        Gateway gateway = residents.realm().gateway("gateway", "imap");
        Path list = folder.write("not-yet-moved", folder.recipe("not-yet-moved.example") + STILL_HERE);
        Path old = folder.write(
                "old",
                HAVE_OLD_PASSWORDS.stream()
                        .map(name -> name + ":{PLAIN}" + OLD_PASSWORD + "\n")
                        .collect(Collectors.joining()));
        Path moving = folder.install(
                DovecotVersion.installed().number() + "/auth-moving.conf.ext",
                "auth-moving.conf.ext",
                Map.of("/etc/dovecot/not-yet-moved", list.toString(), PAM, passwordsIn(old)));
        readable(list, old, moving);
        dovecot = Dovecot.start(DovecotSettings.asking(residents.realm().validateUrl(), gateway)
                .withoutCache()
                .withMore("!include " + moving + "\n"));
        imap = DovecotGateway.imapOf(dovecot);
        moved = resident("moved");
        notYet = resident("notyet");
    }

    @AfterAll
    void close() {
        if (dovecot != null) {
            dovecot.close();
        }
        residents.close();
        folder.delete();
    }

    @Test
    void takesTheAppPasswordOfBoth() {
        isIn(imap.login("moved", moved.secret()), "moved");
        isIn(imap.login("notyet", notYet.secret()), "notyet");
    }

    @Test
    void takesTheOldPasswordOfWhoHasNotMovedOnly() {
        isIn(imap.login("notyet", OLD_PASSWORD), "notyet");

        is(Answer.WRONG, imap.login("moved", OLD_PASSWORD));
        is(Answer.WRONG, imap.login("MOVED", OLD_PASSWORD));
        is(Answer.WRONG, imap.login("notyet", "neither"));
        is(Answer.WRONG, imap.login("notyet", moved.secret()));
        is(Answer.WRONG, imap.login("nobody", OLD_PASSWORD));
        is(Answer.WRONG, imap.login("notyet", ""));
    }

    @Test
    void tellsNobodyThatAnAppPasswordIsWrongWhileKeycloakIsDown() {
        // Nobody whom Dovecot's cache knows.
        Resident newMoved = resident("new-moved");
        Resident newNotYet = resident("new-notyet");
        servers.keycloak().kill();
        try {
            is(Answer.LATER, imap.login("new-moved", newMoved.secret()));
            is(Answer.LATER, imap.login("new-moved", OLD_PASSWORD));
            is(Answer.LATER, imap.login("new-notyet", newNotYet.secret()));
            is(Answer.LATER, imap.login("new-notyet", "neither"));
            isIn(imap.login("new-notyet", OLD_PASSWORD), "new-notyet");
        } finally {
            servers.keycloak().start();
        }
        Waiting.until(
                Duration.ofSeconds(30),
                "Keycloak answers again",
                () -> imap.login("moved", moved.secret()).answer() == Answer.IN);
        is(Answer.WRONG, imap.login("moved", OLD_PASSWORD));
    }

    @Test
    void movesWhoIsTakenOffTheList() throws IOException {
        resident("leaver");
        Files.writeString(
                folder.resolve("old"), Files.readString(folder.resolve("old")) + "leaver:{PLAIN}the old one\n");
        replaceList(STILL_HERE + "leaver:::::::noauthenticate\n");
        Waiting.until(
                Duration.ofSeconds(10),
                "Dovecot has read the list with the leaver",
                () -> imap.login("leaver", OLD_PASSWORD).answer() == Answer.IN);

        replaceList(STILL_HERE);

        Waiting.until(
                Duration.ofSeconds(10),
                "Dovecot has read the list without the leaver",
                () -> imap.login("leaver", OLD_PASSWORD).answer() == Answer.WRONG);
    }

    @Test
    void leavesAnEventOfWhoStillUsesTheOldPassword() {
        isIn(imap.login("notyet", OLD_PASSWORD), "notyet");

        Waiting.until(Duration.ofSeconds(20), "there is an event", () -> StreamSupport.stream(
                        residents.realm().events("LOGIN_ERROR").spliterator(), false)
                .anyMatch(this::isOfNotYet));
    }

    private static String passwordsIn(Path file) {
        return switch (DovecotVersion.installed()) {
            case V2_3 -> "driver = passwd-file\n  args = " + file;
            case V2_4 -> "passdb old {\n  driver = passwd-file\n  passwd_file_path = " + file;
        };
    }

    private boolean isOfNotYet(JsonNode event) {
        JsonNode details = event.path("details");
        return event.path("userId").asText().equals(notYet.person().id())
                && details.path("reason").asText().equals("not_an_app_password")
                && details.path("protocol").asText().equals("imap");
    }

    private Resident resident(String name) {
        imap.deliver(name);
        return residents.make(name);
    }

    private void replaceList(String text) throws IOException {
        Path next = folder.write("not-yet-moved.new", text);
        readable(next);
        Files.move(next, folder.resolve("not-yet-moved"), StandardCopyOption.REPLACE_EXISTING);
    }

    private void readable(Path... files) {
        for (Path file : files) {
            folder.give(file, "dovecot");
        }
    }

    private static void isIn(Login login, String mailbox) {
        is(Answer.IN, login);
        assertThat(login.opened()).isEqualTo(mailbox);
    }

    private static void is(Answer answer, Login login) {
        assertThat(login.answer()).as(login.words()).isEqualTo(answer);
    }
}
