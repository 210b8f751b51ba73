package io.github.keycloakapppasswords.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.notice.WaitingNotices.Mail;
import io.github.keycloakapppasswords.policy.MailNotice;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.email.EmailException;

class NoticePostTest {

    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private final WaitingNotices waiting = new WaitingNotices(100);
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> tried = new ArrayList<>();
    private @Nullable EmailException failure = new EmailException("the server is away", new ConnectException());
    private final NoticePost post =
            new NoticePost(waiting, this::send, new NoticeMeters(registry, waiting), new Ticking());

    private final class Ticking extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** The server of the realm "away" is away. */
    private boolean send(Mail mail) throws EmailException {
        tried.add(mail.key().realmId() + " " + mail.key().userId());
        if (failure != null && mail.key().realmId().equals("away")) {
            throw failure;
        }
        return true;
    }

    private void tell(String realmId, String userId) {
        waiting.add(
                new Notice(new Notice.Key(realmId, userId, MailNotice.MADE, userId + "@example.org"), List.of()), now);
    }

    private void runAfter(Duration time) {
        now = now.plus(time);
        post.run();
    }

    private double count(String what) {
        return registry.get("app_passwords.notices." + what).counter().count();
    }

    @Test
    void leavesAMailServerThatIsAwayAloneForAMinute() {
        tell("away", "alice");
        tell("away", "bob");
        tell("there", "carol");

        runAfter(Duration.ofSeconds(5));
        runAfter(Duration.ofSeconds(50));
        assertThat(tried).containsExactly("away alice", "there carol");

        runAfter(Duration.ofSeconds(15));
        assertThat(tried).containsExactly("away alice", "there carol", "away bob");
        assertThat(count("sent")).isEqualTo(1);
        assertThat(count("failed")).isZero();
        assertThat(waiting.size()).isEqualTo(2);
    }

    @Test
    void losesNothingOfAServerThatComesBackWithinADay() {
        tell("away", "alice");
        runAfter(Duration.ofHours(23));

        failure = null;
        runAfter(Duration.ofMinutes(2));

        assertThat(tried).containsExactly("away alice", "away alice");
        assertThat(count("sent")).isEqualTo(1);
    }

    @Test
    void givesUpAfterADay() {
        tell("away", "alice");
        runAfter(Duration.ofHours(23));
        runAfter(Duration.ofHours(2));

        assertThat(count("failed")).isEqualTo(1);
        assertThat(waiting.size()).isZero();
    }

    @Test
    void waitsWithAllMailsIfItIsNotLetIn() {
        failure = new EmailException("535", new AuthenticationFailedException("535"));
        tell("away", "alice");
        tell("away", "bob");

        runAfter(Duration.ofSeconds(5));

        assertThat(tried).containsExactly("away alice");
        assertThat(waiting.size()).isEqualTo(2);
    }

    /** Greylisting, or a mailbox that is full. */
    @Test
    void putsOffTheMailThatIsNotTakenForNow() {
        failure = new EmailException(
                "451",
                new SMTPSendFailedException(
                        "DATA", 451, "later", null, new Address[0], new Address[0], new Address[0]));
        tell("away", "alice");
        tell("away", "bob");

        runAfter(Duration.ofSeconds(5));
        runAfter(Duration.ofMinutes(5));
        assertThat(tried).containsExactly("away alice", "away bob");

        failure = null;
        runAfter(Duration.ofMinutes(5));
        assertThat(count("sent")).isEqualTo(2);
        assertThat(count("failed")).isZero();
    }

    @Test
    void goesOnIfTheServerOnlyRefusesOneMail() {
        failure = new EmailException("550 no such mailbox", new IllegalStateException());
        tell("away", "alice");
        tell("away", "bob");

        runAfter(Duration.ofSeconds(5));

        assertThat(tried).containsExactly("away alice", "away bob");
        assertThat(count("failed")).isEqualTo(2);
    }

    @Test
    void sendsWhatIsNotDueYetWhenTheServerStops() {
        tell("there", "alice");
        tell("away", "bob");
        tell("away", "carol");

        post.runLast();

        assertThat(tried).containsExactly("there alice", "away bob");
    }
}
