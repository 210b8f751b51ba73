package io.github.keycloakapppasswords.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.MailClient;
import io.github.keycloakapppasswords.stage.MailLogin;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets into which mailbox, and what her mail program is told if she does not. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DovecotIT {
    private static final String WRONG = "[AUTHENTICATIONFAILED]";
    private static final String WRONG_SMTP = "535";
    private static final String UNAVAILABLE = "[UNAVAILABLE]";
    private static final String UNAVAILABLE_SMTP = "454";

    private final KeycloakServer keycloak;
    private final Realm realm;
    private final Gateway gateway;
    private final Dovecot dovecot;
    private final MailClient client;
    private final Person alice;
    private final Person bob;
    private final AppPasswordOnPaper laptop;

    DovecotIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        realm = MailRealm.create(keycloak);
        gateway = realm.gateway("dovecot", "imap", "smtp");
        dovecot = Dovecot.start(realm, gateway);
        client = dovecot.client();
        alice = user(NewUser.named("alice"));
        bob = user(NewUser.named("bob"));
        laptop = realm.appPassword(alice, "Laptop", "imap", "smtp");
    }

    @AfterAll
    void close() {
        dovecot.close();
        realm.close();
    }

    @Nested
    class Right {
        @Test
        void opensHerMailboxAndTakesHerMail() {
            assertThat(client.imap("alice", laptop.secret()).subjects()).containsExactly("Mail of alice");
            assertThat(client.submit("alice", laptop.secret(), "From alice").accepted())
                    .isTrue();
            assertThat(dovecot.sink().messages()).anyMatch(message -> message.contains("From alice"));
        }

        @Test
        void isReadWithoutHyphensAndInUpperCase() {
            String typed = laptop.secret().replace("-", "").toUpperCase(Locale.ROOT);

            assertThat(client.imap("alice", typed).accepted()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"ALICE", "alice@example.org", "Alice@Example.ORG", "alice "})
        void opensTheSameMailboxByWhateverNameSheIsFound(String typed) {
            assertThat(client.imap(typed, laptop.secret()).subjects()).containsExactly("Mail of alice");
            assertThat(dovecot.mailboxes()).doesNotContain(typed);
        }
    }

    @Nested
    class Wrong {
        @Test
        void mainPassword() {
            refused(client.imap("alice", alice.password()), WRONG);
            refused(client.submit("alice", alice.password(), "never sent"), WRONG_SMTP);
        }

        @Test
        void appPasswordOfAnotherUser() {
            refused(client.imap("bob", laptop.secret()), WRONG);
            refused(client.submit("bob", laptop.secret(), "never sent"), WRONG_SMTP);
        }

        @Test
        void revokedOneThatHasJustWorked() {
            AppPasswordOnPaper lost = realm.appPassword(bob, "Lost phone", "imap", "smtp");
            assertThat(client.imap("bob", lost.secret()).accepted()).isTrue();

            realm.revoke(bob, lost.id());

            refused(client.imap("bob", lost.secret()), WRONG);
            refused(client.submit("bob", lost.secret(), "never sent"), WRONG_SMTP);
        }

        @Test
        void oneForAnotherProtocol() {
            AppPasswordOnPaper readOnly = realm.appPassword(alice, "Reader", "imap");

            assertThat(client.imap("alice", readOnly.secret()).accepted()).isTrue();
            refused(client.submit("alice", readOnly.secret(), "never sent"), WRONG_SMTP);
        }

        @Test
        void oneForAnotherNetwork() {
            AppPasswordOnPaper office = realm.appPassword(alice, "Office", List.of("192.0.2.0/24"), null, "imap");

            refused(client.imap("alice", office.secret()), WRONG);
        }

        @Test
        void expiredOne() {
            AppPasswordOnPaper old = realm.appPassword(alice, "Last year", List.of(), "2020-01-01T00:00:00Z", "imap");

            refused(client.imap("alice", old.secret()), WRONG);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"nobody", "50%", "%u", "alice/", "../alice", "alice*bob", "ali ce", "%61lice", "\u0430lice"})
        void nameThatIsNotHers(String typed) {
            refused(client.imap(typed, laptop.secret()), WRONG);
        }
    }

    @Nested
    class Names {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "carol+lists",
                    "50%",
                    "%u",
                    "jürgen",
                    "日本",
                    "dora@example.org",
                    "o'neil",
                    "erin&co",
                    "a b",
                    "x.y_"
                })
        void openTheMailboxOfThatName(String name) {
            Person person = realm.user(NewUser.named(name).withEmail("m" + name.hashCode() + "@example.org", true));
            dovecot.deliver(name, "Mail of " + name);
            String secret = realm.appPassword(person, "Laptop", "imap").secret();

            assertThat(client.imap(name, secret).subjects()).containsExactly("Mail of " + name);
        }
    }

    @Nested
    class LoginIdentity {
        @ParameterizedTest
        @CsvSource({"email,frank@example.org", "attribute:mailbox,frank's 50%+ü box"})
        void namesTheMailbox(String loginIdentity, String mailbox) {
            Person frank = realm.user(NewUser.named("frank-" + loginIdentity.length())
                    .withEmail("frank@example.org", true)
                    .withAttributes(Map.of("mailbox", List.of("frank's 50%+ü box"))));
            String secret = realm.appPassword(frank, "Laptop", "imap").secret();
            Gateway other = realm.gateway(
                    "dovecot-by-" + loginIdentity.length(),
                    Map.of("protocols", List.of("imap"), "loginIdentity", loginIdentity));
            try (Dovecot otherDovecot = Dovecot.start(realm, other)) {
                otherDovecot.deliver(mailbox, "Mail of " + mailbox);

                assertThat(otherDovecot.client().imap(frank.username(), secret).subjects())
                        .containsExactly("Mail of " + mailbox);
            } finally {
                realm.admin().delete(realm.path("/users/" + frank.id()));
            }
        }
    }

    @Nested
    class TryLater {
        @Test
        void whenTheGatewaysSecretIsWrongUntilItIsRight() {
            dovecot.changeSecret("not-the-secret");
            refused(client.imap("alice", laptop.secret()), UNAVAILABLE);
            refused(client.submit("alice", laptop.secret(), "never sent"), UNAVAILABLE_SMTP);

            dovecot.changeSecret(gateway.secret());
            assertThat(client.imap("alice", laptop.secret()).accepted()).isTrue();
        }

        @Test
        void whenTheGatewayMayNotAskForTheProtocol() {
            Gateway imapOnly = realm.gateway("dovecot-imap", "imap");
            try (Dovecot other = Dovecot.start(realm, imapOnly)) {
                assertThat(other.client().imap("alice", laptop.secret()).accepted())
                        .isTrue();
                refused(other.client().submit("alice", laptop.secret(), "never sent"), UNAVAILABLE_SMTP);
            }
        }

        @Test
        void whenKeycloakIsDownUntilItIsBack() {
            assertThat(client.imap("alice", laptop.secret()).accepted()).isTrue();
            keycloak.stop();
            try {
                refused(client.imap("alice", laptop.secret()), UNAVAILABLE);
                refused(client.submit("alice", laptop.secret(), "never sent"), UNAVAILABLE_SMTP);
            } finally {
                keycloak.start();
            }
            // just after its start Keycloak may need longer than Dovecot waits
            Waiting.until(Duration.ofSeconds(20), "it is accepted again", () -> {
                MailLogin login = client.imap("alice", laptop.secret());
                if (!login.accepted()) {
                    refused(login, UNAVAILABLE);
                }
                return login.accepted();
            });
            assertThat(client.imap("alice", laptop.secret()).subjects()).containsExactly("Mail of alice");
        }
    }

    private Person user(NewUser user) {
        dovecot.deliver(user.username(), "Mail of " + user.username());
        return realm.user(user);
    }

    private static void refused(MailLogin login, String how) {
        assertThat(login.accepted()).isFalse();
        assertThat(login.answer()).contains(how);
    }
}
