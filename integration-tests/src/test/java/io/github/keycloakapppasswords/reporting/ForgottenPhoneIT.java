package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.EventLog;
import io.github.keycloakapppasswords.validation.Fixture;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A phone in a drawer that goes on trying, with Keycloak's own e-mail listener and workflows on. Each test has users of its
 * own. A new address is on the server what a new day is: it has not seen this before.
 */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class ForgottenPhoneIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LOGIN_ERROR = "Login error";

    private final GreenMail mailbox = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Realm realm;
    private final Fixture fixture;
    private final Asking dovecot;

    // Of each test its own.
    private int number;
    private Person alice;
    private AppPasswordOnPaper phone;

    ForgottenPhoneIT(KeycloakServer keycloak) {
        mailbox.start();
        realm = Realm.create(
                keycloak,
                Map.of(
                        "eventsListeners",
                        List.of("jboss-logging", "email"),
                        "smtpServer",
                        Map.of(
                                "host", "127.0.0.1",
                                "port", String.valueOf(mailbox.getSmtp().getPort()),
                                "from", "keycloak@example.org")));
        realm.setUp();
        withoutMailsOfOurOwn();
        fixture = new Fixture(realm);
        dovecot = Asking.as(realm, realm.gateway("dovecot", "imap", "smtp"));
        alice = realm.user(NewUser.named("alice"));
        phone = realm.appPassword(alice, "phone", "imap");
    }

    private void withoutMailsOfOurOwn() {
        realm.policy(Map.of(
                "mail-when-made", "false",
                "mail-before-expiry", "false",
                "mail-when-disused", "false",
                "mail-when-password-set", "false"));
    }

    @BeforeEach
    void makeAlice() {
        alice = realm.user(NewUser.named("alice-" + ++number));
        phone = realm.appPassword(alice, "phone", "imap", "smtp");
    }

    @AfterAll
    void removeRealm() {
        realm.close();
        mailbox.stop();
    }

    /** From thirty addresses, for both protocols, twice. */
    private void roam(String name, String secret) {
        IntStream.rangeClosed(1, 30).mapToObj(i -> "198.51.100." + i).forEach(address -> {
            for (String protocol : List.of("imap", "smtp", "imap", "smtp")) {
                dovecot.ask(name, secret, protocol, address);
            }
        });
        new EventLog(realm).settle(dovecot);
    }

    private List<String> mailsTo(Person person) {
        List<String> subjects = new ArrayList<>();
        try {
            for (MimeMessage mail : mailbox.getReceivedMessagesForDomain(person.username() + "@example.org")) {
                subjects.add(mail.getSubject());
            }
        } catch (MessagingException e) {
            throw new StageException("A mail cannot be read: " + e, e);
        }
        return subjects;
    }

    @Nested
    class WithTheEmailListener {

        @Test
        void mailsOnceOfARevokedAppPasswordWhereverItIs() {
            realm.revoke(alice, phone.id());

            roam(alice.username(), phone.secret());

            assertThat(mailsTo(alice)).containsExactly(LOGIN_ERROR);
            assertThat(lastRefusal().path("address").asText()).isEqualTo("198.51.100.30");
        }

        @Test
        void mailsOnceOfTheMainPasswordWhereverItIs() {
            roam(alice.username(), alice.password());

            assertThat(mailsTo(alice)).containsExactly(LOGIN_ERROR);
        }

        @Test
        void mailsAgainOfAnotherDevice() {
            AppPasswordOnPaper tablet = realm.appPassword(alice, "tablet", "imap", "smtp");
            realm.revoke(alice, phone.id());
            realm.revoke(alice, tablet.id());

            roam(alice.username(), phone.secret());
            roam(alice.username(), tablet.secret());

            assertThat(mailsTo(alice)).containsExactly(LOGIN_ERROR, LOGIN_ERROR);
        }

        /** A job ends it, which has no request: Keycloak's listener asks for one all the same. */
        @Test
        void mailsTheEndOfOneThatExpired() {
            AppPasswordOnPaper old = realm.appPassword(alice, "old", List.of(), "2020-01-01T00:00:00Z", "imap");

            Waiting.until(PATIENCE, "the job has ended it", () -> {
                fixture.startJobs();
                return !realm.credentials(alice).findValuesAsText("id").contains(old.id());
            });

            Waiting.until(PATIENCE, "the mail has come", () -> !mailsTo(alice).isEmpty());
            assertThat(mailsTo(alice)).containsExactly("Remove credential");
        }

        @Test
        void mailsWhatWasMadeAndWhatWasEnded() {
            String users = realm.path("/app-passwords/users/" + alice.id());
            realm.admin().post(users, Map.of("label", "Scanner", "protocols", List.of("imap")));
            realm.admin().delete(users);

            // Two were there: the phone and the scanner.
            assertThat(mailsTo(alice)).containsExactly("Update credential", "Remove credential", "Remove credential");
        }

        @Test
        void mailsNothingOfWhatIsAccepted() {
            roam(alice.username(), phone.secret());

            assertThat(mailsTo(alice)).isEmpty();
        }

        private JsonNode lastRefusal() {
            String path = realm.path("/app-passwords/users/" + alice.id());
            Waiting.until(PATIENCE, "the last refusal is noted", () -> realm.admin()
                    .get(path)
                    .path("lastRefusal")
                    .path("address")
                    .asText()
                    .equals("198.51.100.30"));
            return realm.admin().get(path).path("lastRefusal");
        }
    }

    /** What the admin guide says of workflows that disable whom nobody saw. */
    @Nested
    class WithAWorkflow {

        private final List<String> workflows = new ArrayList<>();

        @Test
        void keepsItsAccountAliveWhereEveryLoginCounts() {
            workflow("user-authenticated");
            dovecot.ask(alice.username(), phone.secret(), "imap", "198.51.100.1");
            awaitScheduled();
            long first = scheduledAt();

            dovecot.ask(alice.username(), phone.secret(), "imap", "198.51.100.2");

            Waiting.until(PATIENCE, "the phone has put the end off", () -> scheduledAt() > first);
        }

        @Test
        void doesNotKeepItsAccountAliveWhereTheGatewaysLoginsDoNotCount() {
            workflow("user-authenticated and not user-authenticated(dovecot)");
            signIn();
            awaitScheduled();
            long before = scheduledAt();

            roam(alice.username(), phone.secret());
            assertThat(scheduledAt()).isEqualTo(before);

            makeDue();
            Waiting.until(PATIENCE, "the workflow has disabled her", () -> {
                fixture.runWorkflows();
                return dovecot.ask(alice.username(), phone.secret(), "imap", "198.51.100.1")
                                .status()
                        == 401;
            });
            new EventLog(realm).await("LOGIN_ERROR", "user_disabled");
        }

        private void workflow(String on) {
            String id = realm.admin()
                    .post(
                            realm.path("/workflows"),
                            Map.of(
                                    "name",
                                    "dormant",
                                    "on",
                                    on,
                                    "concurrency",
                                    Map.of("restart-in-progress", "true"),
                                    "steps",
                                    List.of(Map.of("uses", "disable-user", "after", "90d"))))
                    .orElseThrow();
            workflows.add(id);
        }

        @AfterEach
        void removeWorkflows() {
            workflows.forEach(id -> realm.admin().delete(realm.path("/workflows/" + id)));
        }

        private void signIn() {
            assertThat(new Http()
                            .send(Http.withForm(
                                    HttpRequest.newBuilder(URI.create(realm.url() + "/protocol/openid-connect/token")),
                                    Map.of(
                                            "client_id",
                                            "admin-cli",
                                            "grant_type",
                                            "password",
                                            "username",
                                            alice.username(),
                                            "password",
                                            alice.password())))
                            .status())
                    .isEqualTo(200);
        }

        private void awaitScheduled() {
            Waiting.until(PATIENCE, "the workflow has begun", () -> scheduledAt() > 0);
        }

        /** When the workflow will disable her, in milliseconds since 1970; 0 if it does not run. */
        private long scheduledAt() {
            return realm.admin()
                    .get(realm.path("/workflows/scheduled/" + alice.id()))
                    .findPath("scheduled-at")
                    .asLong();
        }

        private void makeDue() {
            assertThat(fixture.sql("update WORKFLOW_STATE set SCHEDULED_STEP_TIMESTAMP = 1 where RESOURCE_ID = '"
                            + alice.id() + "'"))
                    .isEqualTo(1);
        }
    }
}
