package io.github.keycloakapppasswords.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.notice.WaitingNotices.Mail;
import io.github.keycloakapppasswords.policy.MailNotice;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.keycloak.email.EmailException;

class NoticeThreadTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final WaitingNotices waiting = new WaitingNotices(100);
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final NoticeMeters meters = new NoticeMeters(registry, waiting);
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

    private NoticeThread thread(NoticePost.Sender sender, Duration closing) {
        return new NoticeThread(new NoticePost(waiting, sender, meters, Clock.systemUTC()), waiting, meters, closing);
    }

    private boolean note(Mail mail) {
        return sent.add(mail.key().userId());
    }

    private boolean tell(String userId) {
        Notice.Key key = new Notice.Key("realm", userId, MailNotice.MADE, userId + "@example.org");
        return waiting.add(new Notice(key, List.of()), Instant.now());
    }

    private double count(String what) {
        return registry.get("app_passwords.notices." + what).counter().count();
    }

    @Test
    void sendsWhatWaitsWhenItCloses() {
        tell("alice");
        tell("bob");

        thread(this::note, LONG).close();

        assertThat(sent).containsExactly("alice", "bob");
        assertThat(count("dropped")).isZero();
    }

    @Test
    void takesNothingAfterwardsAndMayBeClosedTwice() {
        NoticeThread thread = thread(this::note, LONG);
        thread.close();

        assertThat(tell("alice")).isFalse();
        thread.close();

        assertThat(sent).isEmpty();
        assertThat(waiting.size()).isZero();
    }

    @Test
    void losesNothingUncountedWhenTheMailServerIsAway() {
        tell("alice");
        tell("bob");

        thread(
                        mail -> {
                            throw new EmailException("the server is away", new ConnectException());
                        },
                        LONG)
                .close();

        assertThat(count("dropped")).isEqualTo(2);
        assertThat(waiting.size()).isZero();
    }

    /** Nor goes it on behind the back of a server that stops. */
    @Test
    void closesInItsTimeWhileTheMailServerHangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        tell("alice");
        tell("bob");
        tell("carol");
        NoticeThread thread = thread(
                mail -> {
                    worker.complete(Thread.currentThread());
                    hanging.countDown();
                    await(goesOn);
                    return note(mail);
                },
                SHORT);

        CompletableFuture<Void> closed = CompletableFuture.runAsync(thread::close);
        await(hanging);
        closed.get(10, TimeUnit.SECONDS);

        assertThat(sent).isEmpty();
        assertThat(count("dropped")).isEqualTo(2);
        goesOn.countDown();
        worker.get().join(10_000);
        assertThat(worker.get().isAlive()).isFalse();
        assertThat(sent).containsExactly("alice");
        assertThat(count("sent") + count("dropped")).isEqualTo(3);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
