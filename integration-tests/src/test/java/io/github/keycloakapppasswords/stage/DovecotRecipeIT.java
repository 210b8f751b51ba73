package io.github.keycloakapppasswords.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Lua script asks, and what it makes of any answer: of Keycloak's, a broken proxy's, a hostile one's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DovecotRecipeIT {
    private static final String UNAVAILABLE = "[UNAVAILABLE]";
    private static final String WRONG = "[AUTHENTICATIONFAILED]";

    private final MockValidator keycloak = new MockValidator();
    private final Dovecot dovecot = Dovecot.start(
            DovecotSettings.asking(keycloak.url(), new Gateway("post office", "s3cret:with colon & 100%+"))
                    .withoutCache());
    private final MailClient client = dovecot.client();

    @AfterAll
    void close() {
        dovecot.close();
        keycloak.close();
    }

    @Test
    void asksForImapWithTheGatewaysCredential() {
        keycloak.accept("alice");

        client.imap("Alice", "pass");

        MockValidator.Asked asked = keycloak.asked().get(0);
        assertThat(asked.credential()).containsExactly("post office", "s3cret:with colon & 100%+");
        assertThat(fields(asked.body()))
                .isEqualTo(
                        Map.of("username", "Alice", "password", "pass", "protocol", "imap", "client_ip", "127.0.0.1"));
    }

    @Test
    void callsSubmissionSmtp() {
        keycloak.accept("alice");

        MailLogin login = client.submit("alice", "pass", "through the recipe");

        assertThat(login.accepted()).isTrue();
        assertThat(keycloak.asked().get(0).body().path("protocol").asText()).isEqualTo("smtp");
        assertThat(dovecot.sink().messages()).anyMatch(message -> message.contains("Subject: through the recipe"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"}", "back\\slash", "Grüße, 密码 🔑", "50%+1", "' or ''='"})
    void carriesAnyTextUnchanged(String text) {
        keycloak.accept("alice");

        client.imap(text, text);

        JsonNode body = keycloak.asked().get(0).body();
        assertThat(body.path("username").asText()).isEqualTo(text);
        assertThat(body.path("password").asText()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"bob,bob", "j%C3%BCrgen%2Btest,jürgen+test", "50%25,50%", "a@example.org,a@example.org", "a%20b,a b"})
    void opensTheMailboxOfTheAnswerWhateverWasTyped(String header, String mailbox) {
        dovecot.deliver(mailbox, "mail of " + mailbox);
        dovecot.deliver("alice", "mail of alice");
        keycloak.accept(header);

        assertThat(client.imap("alice", "pass").subjects()).containsExactly("mail of " + mailbox);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a%2F..%2Falice",
                "%2e%2e%2falice",
                "a/b",
                "a%0Aalice",
                "a%00",
                "a%09b",
                "%zz",
                "a%",
                "a..b"
            })
    void refusesALoginIdentityThatCouldLeadElsewhere(String header) {
        keycloak.accept(header);
        int before = dovecot.mailboxes().size();

        assertThat(client.imap("alice", "pass").answer()).contains(UNAVAILABLE);
        assertThat(dovecot.mailboxes()).hasSize(before);
    }

    @Test
    void takes401ForAWrongPassword() {
        keycloak.refuse(401);

        assertThat(client.imap("alice", "pass").answer()).contains(WRONG);
        assertThat(client.submit("alice", "pass", "never sent").answer()).startsWith("535");
    }

    /** A verdict of Keycloak has no content and no challenge. */
    @ParameterizedTest
    @CsvSource({"WWW-Authenticate,Basic", "Content-Type,text/html"})
    void takesThe401OfSomethingElseForATemporaryFailure(String field, String value) {
        keycloak.refuse(401, Map.of(field, value));

        assertThat(client.imap("alice", "pass").answer()).contains(UNAVAILABLE);
        assertThat(client.submit("alice", "pass", "never sent").answer()).startsWith("454");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 400, 403, 404, 429, 500, 502, 503})
    void takesAnyOtherAnswerForATemporaryFailure(int status) {
        keycloak.refuse(status);

        assertThat(client.imap("alice", "pass").answer()).contains(UNAVAILABLE);
        assertThat(client.submit("alice", "pass", "never sent").answer()).startsWith("454");
    }

    @Test
    void refusesWhatIsTooLongForAnAppPasswordWithoutAsking() {
        keycloak.accept("alice");

        assertThat(client.imap("alice", "x".repeat(1025)).answer()).contains(WRONG);
        assertThat(keycloak.asked()).isEmpty();
    }

    @Test
    void readsANewSecretWithoutARestart() {
        keycloak.accept("alice");
        dovecot.changeSecret("new");
        client.imap("alice", "pass");
        dovecot.changeSecret("s3cret:with colon & 100%+");

        assertThat(keycloak.asked().get(0).credential()).containsExactly("post office", "new");
    }

    @Test
    void failsForNowWithoutASecret() {
        keycloak.accept("alice");
        dovecot.changeSecret("");
        MailLogin login = client.imap("alice", "pass");
        dovecot.changeSecret("s3cret:with colon & 100%+");

        assertThat(login.answer()).contains(UNAVAILABLE);
        assertThat(keycloak.asked()).isEmpty();
    }

    @Test
    void asksAgainOnANewConnectionWhenTheOldOneWasClosed() {
        keycloak.accept("alice");
        for (int i = 0; i < 5; i++) {
            client.imap("alice", "pass");
        }
        keycloak.restart();

        assertThat(client.imap("alice", "pass").accepted()).isTrue();
    }

    @Test
    void failsForNowWithoutKeycloak() {
        try (MockValidator gone = new MockValidator();
                Dovecot alone = Dovecot.start(DovecotSettings.asking(gone.url(), new Gateway("dovecot", "s")))) {
            gone.close();

            assertThat(alone.client().imap("alice", "pass").answer()).contains(UNAVAILABLE);
            assertThat(alone.client().submit("alice", "pass", "never sent").answer())
                    .startsWith("454");
        }
    }

    private static Map<String, String> fields(JsonNode body) {
        return new ObjectMapper().convertValue(body, new TypeReference<>() {});
    }
}
