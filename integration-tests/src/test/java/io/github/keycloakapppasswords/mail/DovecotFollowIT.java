package io.github.keycloakapppasswords.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.DovecotSettings;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dovecot with the follower of the recipe: what a revocation does to open sessions and to what Dovecot remembers. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DovecotFollowIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Realm realm;
    private final Gateway gateway;
    private final Dovecot dovecot;
    private int number;
    private StageProcess follower;
    private Path state;

    DovecotFollowIT(KeycloakServer keycloak) {
        realm = MailRealm.create(keycloak);
        gateway = realm.gateway("dovecot", "imap", "smtp");
        dovecot = Dovecot.start(DovecotSettings.asking(realm.validateUrl(), gateway));
    }

    @BeforeEach
    void follow() {
        state = dovecot.folder().resolve("cursor-" + ++number);
        follower = startFollower();
    }

    @AfterEach
    void stopFollowing() {
        follower.close();
    }

    @AfterAll
    void close() {
        dovecot.close();
        realm.close();
    }

    @Test
    void revokingEndsTheOpenSessionAndNobodyElses() {
        Person alice = user("alice");
        Person bob = user("bob");
        AppPasswordOnPaper ofAlice = realm.appPassword(alice, "phone", "imap");
        AppPasswordOnPaper ofBob = realm.appPassword(bob, "phone", "imap");
        try (IdleSession alices = open(alice, ofAlice);
                IdleSession bobs = open(bob, ofBob)) {
            realm.revoke(alice, ofAlice.id());

            alices.awaitEnd();
            bobs.requireAlive();
        }
        assertThat(dovecot.client().imap("bob", ofBob.secret()).accepted()).isTrue();
    }

    @Test
    void revokingMakesDovecotForgetAPairThatItKnew() {
        Person carol = user("carol");
        AppPasswordOnPaper phone = realm.appPassword(carol, "phone", "imap");
        assertThat(dovecot.client().imap("carol", phone.secret()).accepted()).isTrue();
        assertThat(dovecot.client().imap("carol@example.org", phone.secret()).accepted())
                .isTrue();

        realm.revoke(carol, phone.id());

        Waiting.until(PATIENCE, "carol's phone is refused", () -> !dovecot.client()
                .imap("carol", phone.secret())
                .accepted());
        assertThat(dovecot.client().imap("carol@example.org", phone.secret()).accepted())
                .isFalse();
    }

    @Test
    void disablingAUserEndsHerSession() {
        Person dora = user("dora");
        AppPasswordOnPaper phone = realm.appPassword(dora, "phone", "imap");
        try (IdleSession session = open(dora, phone)) {
            realm.admin().put(realm.path("/users/" + dora.id()), Map.of("enabled", false));

            session.awaitEnd();
        }
    }

    /** What {@code doveadm kick} could take for an IP address, for a mask or for an option. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "127.0.0.1",
                "127.0.0.1 x",
                "::1",
                "[::1]",
                "::1%lo",
                "-h",
                "f?k",
                "50%",
                "jürgen",
                "ليلى"
            })
    void aStrangeNameEndsItsOwnSessionOnly(String name) {
        Person strange = user(name, "strange" + number + "@example.org");
        Person frank = user("frank" + number);
        AppPasswordOnPaper ofStrange = realm.appPassword(strange, "phone", "imap");
        AppPasswordOnPaper ofFrank = realm.appPassword(frank, "phone", "imap");
        try (IdleSession session = open(strange, ofStrange);
                IdleSession franks = open(frank, ofFrank)) {
            realm.revoke(strange, ofStrange.id());

            session.awaitEnd();
            franks.requireAlive();
        }
    }

    @Test
    void whatHappenedWhileItWasAwayIsMadeUpFor() {
        Person eve = user("eve");
        AppPasswordOnPaper phone = realm.appPassword(eve, "phone", "imap");
        try (IdleSession session = open(eve, phone)) {
            follower.close();
            realm.revoke(eve, phone.id());
            follower = startFollower();

            session.awaitEnd();
        }
    }

    @Test
    void badSettingsAreNamed() {
        assertThat(refusal("--interval", "0")).contains("--interval is 0.0: it must be from 0.2 to 60 seconds");
        assertThat(refusal("--url", "http://keycloak.example.org/x")).contains("--url must be an https address");
        assertThat(refusal("--nonsense", "1")).contains("unrecognized arguments: --nonsense 1");
    }

    /** The unit of the recipe, with the program where it is here. */
    @Test
    void theServiceIsAUnitThatSystemdUnderstands() {
        String unit = read(Project.gatewayRecipe("dovecot").resolve("app-passwords-follow.service"));
        Path copy = dovecot.folder().resolve("app-passwords-follow.service");
        write(
                copy,
                unit.replace(
                        "/usr/local/sbin/app-passwords-follow",
                        Project.gatewayRecipe("dovecot")
                                .resolve("app-passwords-follow")
                                .toString()));
        Path complaints = dovecot.folder().resolve("systemd-analyze.log");

        StageProcess.start(
                        "systemd-analyze",
                        dovecot.folder(),
                        complaints,
                        Map.of(),
                        List.of("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", copy.toString()))
                .succeed(PATIENCE);

        assertThat(read(complaints)).isEmpty();
        assertThat(unit)
                .contains("Restart=always")
                .contains("WantedBy=multi-user.target")
                .contains("--secret-file /etc/dovecot/keycloak-gateway.secret")
                .contains("CapabilityBoundingSet=CAP_DAC_OVERRIDE CAP_KILL")
                .doesNotContain("--secret ");
    }

    private Person user(String name) {
        return user(name, name + "@example.org");
    }

    private Person user(String name, String email) {
        Person person = realm.user(NewUser.named(name).withEmail(email, true));
        dovecot.deliver(name, "Mail of " + name);
        return person;
    }

    private IdleSession open(Person person, AppPasswordOnPaper appPassword) {
        return IdleSession.open(dovecot.ports().imap(), person.username(), appPassword.secret());
    }

    /** Returns when it has found out where the feed is. */
    private StageProcess startFollower() {
        StageProcess started = start("follower.log");
        Waiting.until(PATIENCE, "the follower follows", () -> {
            started.requireAlive();
            return Files.exists(state);
        });
        return started;
    }

    private StageProcess start(String log, String... more) {
        Path secret = dovecot.folder().resolve("follower.secret");
        write(secret, gateway.secret() + "\n");
        List<String> command = new ArrayList<>(powersOfTheService());
        command.addAll(List.of(
                Project.gatewayRecipe("dovecot").resolve("app-passwords-follow").toString(),
                "--url",
                realm.url() + "/app-passwords/changes",
                "--client-id",
                gateway.clientId(),
                "--secret-file",
                secret.toString(),
                "--state-file",
                state.toString(),
                "--doveadm",
                dovecot.doveadm(),
                "--interval",
                "0.2"));
        command.addAll(List.of(more));
        return StageProcess.start(
                "the follower", dovecot.folder(), dovecot.folder().resolve(log), Map.of(), command);
    }

    /** What the service leaves of root's powers; somebody else has none to lose. */
    private static List<String> powersOfTheService() {
        return "root".equals(System.getProperty("user.name"))
                ? List.of(
                        "setpriv", "--bounding-set", "-all,+dac_override,+kill", "--inh-caps", "-all", "--no-new-privs")
                : List.of();
    }

    private String refusal(String... arguments) {
        String log = "refusal-" + arguments[0].substring(2) + ".log";
        try (StageProcess refused = start(log, arguments)) {
            assertThatThrownBy(() -> refused.succeed(PATIENCE)).isInstanceOf(StageException.class);
            return read(dovecot.folder().resolve(log));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
