package io.github.keycloakapppasswords.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What Dovecot's cache of right pairs does: for known phones in an outage, and to a revocation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DovecotCacheIT {
    private static final String UNAVAILABLE = "[UNAVAILABLE]";
    private static final String WRONG = "[AUTHENTICATIONFAILED]";

    private final MockValidator keycloak = new MockValidator();
    private final Dovecot asInTheRecipe = Dovecot.start(settings());
    private final Dovecot forASecond = Dovecot.start(settings().withMore("auth_cache_ttl = 1 s\n"));

    private final Dovecot talkative = Dovecot.start(settings().withMore("auth_debug = yes\n"));

    private DovecotSettings settings() {
        return DovecotSettings.asking(keycloak.url(), new Gateway("dovecot", "s"));
    }

    @BeforeEach
    void knowNobody() {
        asInTheRecipe.doveadm("auth", "cache", "flush");
        forASecond.doveadm("auth", "cache", "flush");
        keycloak.accept("alice");
    }

    @AfterAll
    void close() {
        asInTheRecipe.close();
        forASecond.close();
        talkative.close();
        keycloak.close();
    }

    @Test
    void aKnownPairWorksWhileKeycloakCannotBeAsked() {
        isIn(asInTheRecipe, "pass");
        keycloak.refuse(503);

        isIn(asInTheRecipe, "pass");
        isTold(asInTheRecipe, "another", UNAVAILABLE);
    }

    @Test
    void aKnownPairWorksThroughAnOutageThatIsLongerThanItsTime() {
        isIn(forASecond, "pass");
        keycloak.refuse(503);
        Waiting.until(Duration.ofSeconds(10), "Dovecot asks again", () -> {
            isIn(forASecond, "pass");
            return !keycloak.asked().isEmpty();
        });

        isIn(forASecond, "pass");
    }

    @Test
    void aKnownPairOpensTheMailboxOfTheAnswer() {
        keycloak.accept("bob");
        asInTheRecipe.deliver("bob", "mail of bob");

        assertThat(asInTheRecipe.client().imap("alice", "pass").subjects()).contains("mail of bob");
        assertThat(asInTheRecipe.client().imap("alice", "pass").subjects()).contains("mail of bob");
        assertThat(keycloak.asked()).hasSize(1);
    }

    @Test
    void aPairThatIsKnownFromImapIsAskedForAgainByPop3() {
        isIn(asInTheRecipe, "pass");
        keycloak.refuse(401);

        assertThat(asInTheRecipe.client().pop3("alice", "pass").accepted()).isFalse();
        assertThat(keycloak.asked()).hasSize(1);
    }

    @Test
    void eachDeviceOfOnePersonIsKnown() {
        isIn(asInTheRecipe, "of the phone");
        isIn(asInTheRecipe, "of the laptop");
        keycloak.refuse(503);

        isIn(asInTheRecipe, "of the phone");
        isIn(asInTheRecipe, "of the laptop");
    }

    @Test
    void aWrongPairIsAskedForAgain() {
        keycloak.refuse(401);
        isTold(asInTheRecipe, "pass", WRONG);
        keycloak.accept("alice");

        Waiting.until(
                Duration.ofSeconds(10),
                "it is right",
                () -> asInTheRecipe.client().imap("alice", "pass").accepted());
    }

    @Test
    void whatIsKnownIsNotLogged() {
        isIn(talkative, "n0t-to-be-logged");
        keycloak.refuse(503);
        isIn(talkative, "n0t-to-be-logged");

        assertThat(talkative.awaitLogged("cache")).doesNotContain("n0t-to-be-logged");
    }

    @Test
    void aRevokedOneIsWrongWhenItsTimeIsOver() {
        isIn(forASecond, "pass");
        keycloak.refuse(401);

        awaitRefusal();
    }

    @Test
    void aRevokedOneIsWrongAtOnceAfterAFlush() {
        isIn(asInTheRecipe, "pass");
        keycloak.refuse(401);
        isIn(asInTheRecipe, "pass");

        asInTheRecipe.doveadm("auth", "cache", "flush", "alice");

        isTold(asInTheRecipe, "pass", WRONG);
    }

    @Test
    void aRevokedOneThatWasRefusedStaysOutInAnOutage() {
        isIn(forASecond, "pass");
        keycloak.refuse(401);
        awaitRefusal();
        keycloak.refuse(503);

        isTold(forASecond, "pass", WRONG);
    }

    private void awaitRefusal() {
        Waiting.until(
                Duration.ofSeconds(10),
                "the revoked one is refused",
                () -> forASecond.client().imap("alice", "pass").answer().contains(WRONG));
    }

    private static void isIn(Dovecot dovecot, String password) {
        MailLogin login = dovecot.client().imap("alice", password);
        assertThat(login.accepted()).as(login.answer()).isTrue();
    }

    private static void isTold(Dovecot dovecot, String password, String words) {
        MailLogin login = dovecot.client().imap("alice", password);
        assertThat(login.accepted()).isFalse();
        assertThat(login.answer()).contains(words);
    }
}
