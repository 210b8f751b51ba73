package io.github.keycloakapppasswords.use;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Reason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NotedUseTest {

    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
    private static final Set<Reason> TRIED = EnumSet.of(Reason.REVOKED, Reason.EXPIRED);

    private static Optional<NotedUse> of(Reason reason, @Nullable String address) {
        Attempt attempt = new Attempt("alice", Protocol.IMAP, address);
        return NotedUse.of(
                "realm", "dovecot", attempt, new Decision(reason, "id-of-alice", "phone", "label", null, true), NOW);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void isOfAcceptedAndEndedOnesOnly(Reason reason) {
        Optional<NotedUse.Kind> kind = of(reason, null).map(use -> use.key().kind());
        if (reason == Reason.ACCEPTED) {
            assertThat(kind).contains(NotedUse.Kind.USED);
        } else if (TRIED.contains(reason)) {
            assertThat(kind).contains(NotedUse.Kind.TRIED);
        } else {
            assertThat(kind).isEmpty();
        }
    }

    @Test
    void neverHoldsWhatIsTooLongForAnAddress() {
        assertThat(of(Reason.ACCEPTED, "192.0.2.7").orElseThrow().address()).isEqualTo("192.0.2.7");
        assertThat(of(Reason.ACCEPTED, "x".repeat(8_000)).orElseThrow().address())
                .isNull();
    }
}
