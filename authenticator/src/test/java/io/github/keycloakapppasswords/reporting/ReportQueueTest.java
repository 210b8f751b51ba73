package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.verdict.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.events.EventType;

class ReportQueueTest {

    private final List<String> written = Collections.synchronizedList(new ArrayList<>());
    private final SettableClock clock = new SettableClock(Instant.parse("2030-01-01T00:00:00Z"));

    private ReportQueue queue(Consumer<Report> writer) {
        return new ReportQueue(writer, Ticker.disabledTicker(), clock);
    }

    private ReportQueue queue() {
        return queue(report -> written.add(report.fold()));
    }

    private static Fold fold(String who) {
        return new Fold("realm", Reason.WRONG_SECRET, who, "imap", "");
    }

    private static Report report(String who, @Nullable String userId) {
        return report(EventType.LOGIN_ERROR, "dovecot", who, userId);
    }

    private static Report report(EventType type, @Nullable String clientId, String who, @Nullable String userId) {
        return new Report(
                "realm",
                type,
                "error",
                clientId,
                userId,
                null,
                Map.of(),
                who,
                fold(who).lasts());
    }

    private static boolean offer(ReportQueue queue, String who) {
        return queue.offer(fold(who), () -> report(who, who));
    }

    @Test
    void writesNewsOnceInItsOwnThread() {
        ReportQueue queue = queue();
        queue.start();
        assertThat(offer(queue, "a")).isTrue();
        assertThat(offer(queue, "a")).isFalse();
        assertThat(offer(queue, "b")).isTrue();
        queue.close();

        assertThat(written).containsExactly("a", "b");
    }

    @Test
    void neverWaitsForASlowWriter() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ReportQueue queue = queue(report -> {
            await(release);
            written.add(report.fold());
        });
        queue.start();
        for (int i = 0; i < 100; i++) {
            offer(queue, "who-" + i);
        }
        assertThat(written).isEmpty();
        release.countDown();
        queue.close();

        assertThat(written).hasSize(100);
    }

    @Test
    void writesTheRestAfterAFailure() {
        ReportQueue queue = queue(report -> {
            if (report.fold().equals("a")) {
                throw new IllegalStateException("the database is gone");
            }
            written.add(report.fold());
        });
        queue.start();
        offer(queue, "a");
        offer(queue, "b");
        queue.close();

        assertThat(written).containsExactly("b");
    }

    @Test
    void dropsWhatIsTooMuch() {
        ReportQueue queue = queue();
        for (int i = 0; i < 10_000; i++) {
            offer(queue, "who-" + i);
        }
        queue.start();
        queue.close();

        assertThat(written).hasSize(600);
        assertThat(queue.droppedInAll()).isEqualTo(9_400);
    }

    @Test
    void usersWhoHaveNotMovedLeaveRoomForOthers() {
        CountDownLatch release = new CountDownLatch(1);
        ReportQueue queue = queue(report -> {
            await(release);
            written.add(report.fold());
        });
        queue.start();
        for (int i = 0; i < 10_000; i++) {
            String who = "unmoved-" + i;
            queue.offer(fold(who), () -> unmoved(who));
        }
        assertThat(offer(queue, "alice")).isTrue();
        release.countDown();
        queue.close();

        assertThat(written).hasSize(5_001).contains("alice");
    }

    private static Report unmoved(String who) {
        return new Report(
                "realm",
                EventType.LOGIN_ERROR,
                "error",
                "dovecot",
                who,
                null,
                Map.of("reason", "not_an_app_password"),
                who,
                fold(who).lasts());
    }

    @Test
    void namesThatNobodyHasLeaveRoomForPeople() {
        ReportQueue queue = queue();
        for (int i = 0; i < 10_000; i++) {
            String address = "from address " + i;
            queue.offer(fold(address), () -> report(address, null));
        }
        offer(queue, "alice");
        queue.start();
        queue.close();

        assertThat(written).hasSize(121).contains("alice");
    }

    @Test
    void callersThatAreNoGatewayLeaveRoomForPeopleAndForGateways() {
        ReportQueue queue = queue();
        for (int i = 0; i < 10_000; i++) {
            String caller = "caller " + i;
            queue.offer(fold(caller), () -> report(EventType.CLIENT_LOGIN_ERROR, null, caller, null));
        }
        offer(queue, "alice");
        queue.offer(fold("dovecot"), () -> report(EventType.CLIENT_LOGIN_ERROR, "dovecot", "dovecot", null));
        queue.start();
        queue.close();

        assertThat(written).hasSize(122).contains("alice", "dovecot");
    }

    /** Of a gateway whose id is known, from ever new networks. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "GATEWAY_CREDENTIAL_WRONG",
                "GATEWAY_AUTHENTICATION_METHOD",
                "GATEWAY_DISABLED",
                "GATEWAY_NOT_CONFIDENTIAL",
                "GATEWAY_SETTINGS_UNREADABLE"
            })
    void callersThatOnlySayWhichGatewayTheyAreLeaveRoomForPeopleAndForGateways(Reason reason) {
        ReportQueue queue = queue();
        for (int i = 0; i < 10_000; i++) {
            offerFault(queue, reason, "2001:db8:0:%x::1".formatted(i));
        }
        offer(queue, "alice");
        for (int i = 0; i < 121; i++) {
            assertThat(offerFault(queue, Reason.GATEWAY_NETWORK, "192.0.2." + i))
                    .as("told of a gateway that proved to be one")
                    .isTrue();
        }
        queue.start();
        queue.close();

        assertThat(written).hasSize(120 + 1 + 121).contains("alice");
    }

    private static boolean offerFault(ReportQueue queue, Reason reason, String address) {
        return queue.offer(
                Fold.ofGateway("realm", "dovecot", reason, address),
                () -> Reports.gatewayFault("realm", "dovecot", reason, null, address, null));
    }

    @Test
    void whatWasDroppedIsNewsAgain() {
        ReportQueue queue = queue();
        for (int i = 0; i < 600; i++) {
            offer(queue, "who-" + i);
        }
        assertThat(offer(queue, "who-600")).isFalse();

        clock.advance(Duration.ofMinutes(1));
        assertThat(offer(queue, "who-600")).isTrue();
    }

    /** A device tries every few minutes, and a flood lasts. */
    @Test
    void whatWasDroppedIsMadeAndCountedOnce() {
        ReportQueue queue = queue();
        for (int i = 0; i < 600; i++) {
            offer(queue, "who-" + i);
        }
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            assertThat(queue.offer(fold("who-600"), () -> {
                        made.incrementAndGet();
                        return report("who-600", "who-600");
                    }))
                    .isFalse();
        }

        assertThat(made).hasValue(1);
        assertThat(queue.droppedInAll()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 600; i++) {
            offer(queue, "next-" + i);
        }
        offer(queue, "who-600");

        assertThat(queue.droppedInAll()).isEqualTo(1);
    }

    @Test
    void whatNobodyWantsIsNeitherWrittenNorCountedNorAskedForAgain() {
        ReportQueue queue = queue();
        AtomicInteger asked = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            assertThat(queue.offer(fold("a"), () -> {
                        asked.incrementAndGet();
                        return null;
                    }))
                    .isFalse();
        }
        queue.close();

        assertThat(written).isEmpty();
        assertThat(queue.droppedInAll()).isZero();
        assertThat(asked).hasValue(1);
    }

    @Test
    void isNotStuckWhenTheClockIsSetBack() {
        ReportQueue queue = queue();
        for (int i = 0; i < 600; i++) {
            offer(queue, "who-" + i);
        }
        clock.advance(Duration.ofDays(-400));

        assertThat(offer(queue, "who-600")).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
