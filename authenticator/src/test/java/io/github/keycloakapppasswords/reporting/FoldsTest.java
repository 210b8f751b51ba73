package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Folds folds = new Folds(nanos::get);

    private static Attempt attempt(String name, Protocol protocol, @Nullable String address) {
        return new Attempt(name, protocol, address);
    }

    private static Fold accepted(String credentialId, Protocol protocol, String address) {
        Decision decision = new Decision(Reason.ACCEPTED, "user", credentialId, "phone", "alice", true);
        return Fold.of("realm", "dovecot", attempt("alice", protocol, address), decision);
    }

    private static Fold refused(Reason reason, @Nullable String userId, String name, String address) {
        Decision decision = new Decision(reason, userId, null, null, null, true);
        return Fold.of("realm", "dovecot", attempt(name, Protocol.IMAP, address), decision);
    }

    @Test
    void foldAcceptancesForAQuarterOfAnHour() {
        Fold fold = accepted("c1", Protocol.IMAP, "192.0.2.1");
        assertThat(folds.open(fold)).isTrue();
        nanos.addAndGet(Duration.ofMinutes(15).toNanos() - 1);
        assertThat(folds.open(accepted("c1", Protocol.IMAP, "192.0.2.1"))).isFalse();
        nanos.addAndGet(1);
        assertThat(folds.open(accepted("c1", Protocol.IMAP, "192.0.2.1"))).isTrue();
    }

    @Test
    void keepOtherAppPasswordsProtocolsAndAddressesApart() {
        folds.open(accepted("c1", Protocol.IMAP, "192.0.2.1"));

        assertThat(folds.open(accepted("c2", Protocol.IMAP, "192.0.2.1"))).isTrue();
        assertThat(folds.open(accepted("c1", Protocol.SMTP, "192.0.2.1"))).isTrue();
        assertThat(folds.open(accepted("c1", Protocol.IMAP, "192.0.2.2"))).isTrue();
    }

    @Test
    void takeAnIpv6NetworkForOneAddress() {
        folds.open(accepted("c1", Protocol.IMAP, "2001:db8::1"));
        folds.open(refused(Reason.WRONG_SECRET, "user", "alice", "2001:db8::1"));

        assertThat(folds.open(accepted("c1", Protocol.IMAP, "2001:db8::2"))).isFalse();
        assertThat(folds.open(refused(Reason.WRONG_SECRET, "user", "alice", "2001:DB8:0:0:1::2")))
                .isFalse();
        assertThat(folds.open(accepted("c1", Protocol.IMAP, "2001:db8:0:1::1"))).isTrue();
    }

    @Test
    void foldRefusalsForADay() {
        folds.open(refused(Reason.WRONG_SECRET, "user", "alice", "192.0.2.1"));
        nanos.addAndGet(Duration.ofDays(1).toNanos() - 1);
        assertThat(folds.open(refused(Reason.WRONG_SECRET, "user", "alice@example.org", "192.0.2.1")))
                .isFalse();
        nanos.addAndGet(1);
        assertThat(folds.open(refused(Reason.WRONG_SECRET, "user", "alice", "192.0.2.1")))
                .isTrue();
    }

    @Test
    void foldMadeUpNamesIntoOne() {
        assertThat(folds.open(refused(Reason.UNKNOWN_USER, null, "made-up-1", "192.0.2.1")))
                .isTrue();
        assertThat(folds.open(refused(Reason.UNKNOWN_USER, null, "made-up-2", "192.0.2.1")))
                .isFalse();
    }

    @Test
    void holdNoTextWithoutEnd() {
        assertThat(refused(Reason.UNKNOWN_USER, null, "x", "9".repeat(8000)).address())
                .isEmpty();
    }

    @Test
    void areBoundedAgainstMadeUpNames() {
        for (int i = 0; i < 100_000; i++) {
            folds.open(refused(Reason.UNKNOWN_USER, null, "made-up", "10.1." + i / 256 + "." + i % 256));
        }

        assertThat(folds.size()).isLessThanOrEqualTo(Folds.MAXIMUM);
    }

    @Test
    void openWhatWasDroppedOnlyWhenThereIsRoom() {
        Fold fold = accepted("c1", Protocol.IMAP, "192.0.2.1");
        AtomicBoolean room = new AtomicBoolean();
        folds.open(fold);

        assertThat(folds.drop(fold, room::get)).isTrue();
        assertThat(folds.open(fold)).isFalse();
        room.set(true);
        assertThat(folds.open(fold)).isTrue();
        assertThat(folds.open(fold)).isFalse();
        assertThat(folds.drop(fold, room::get)).as("counted again").isFalse();
    }

    @Test
    void reopenWhatWasLost() {
        Fold fold = accepted("c1", Protocol.IMAP, "192.0.2.1");
        folds.open(fold);
        folds.reopen(fold);

        assertThat(folds.open(fold)).isTrue();
    }
}
