package io.github.keycloakapppasswords.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecondFactorProofTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration FRESHNESS = Duration.ofMinutes(5);
    private static final Set<String> ACCEPTED = Set.of("otp", "webauthn");

    @Test
    void isFreshUpToTheFreshness() {
        assertThat(isFresh(completed("otp", NOW))).isTrue();
        assertThat(isFresh(completed("otp", NOW.minus(FRESHNESS)))).isTrue();
        assertThat(isFresh(completed("otp", NOW.minus(FRESHNESS).minusSeconds(1))))
                .isFalse();
    }

    @Test
    void countsOnlyAcceptedTypes() {
        assertThat(isFresh(completed("webauthn-passwordless", NOW))).isFalse();
        assertThat(completed("otp", NOW).isFresh("alice", Set.of(), FRESHNESS, NOW))
                .isFalse();
    }

    @Test
    void countsAFreshTypeBesideAStaleOne() {
        SecondFactorProof proof = completed("otp", NOW.minusSeconds(9_000)).with("webauthn", NOW);

        assertThat(isFresh(proof)).isTrue();
    }

    @Test
    void isOfOneUser() {
        assertThat(completed("otp", NOW).isFresh("bob", ACCEPTED, FRESHNESS, NOW))
                .isFalse();
    }

    @Test
    void mayBeAheadByWhatTwoNodesMayDiffer() {
        assertThat(isFresh(completed("otp", NOW.plus(SecondFactorProof.CLOCK_TOLERANCE))))
                .isTrue();
        assertThat(isFresh(completed(
                        "otp", NOW.plus(SecondFactorProof.CLOCK_TOLERANCE).plusSeconds(1))))
                .isFalse();
    }

    @Test
    void isRenewedByACompletion() {
        SecondFactorProof proof = completed("otp", NOW.minusSeconds(60)).with("otp", NOW);

        assertThat(proof.completedAt()).containsEntry("otp", NOW);
    }

    /** In the session there is a proof from before the clock was set back; who proves it again is let on at once. */
    @Test
    void keepsNobodyOutWhenTheClockIsSetBack() {
        SecondFactorProof ahead = completed("otp", NOW.plusSeconds(3600));
        assertThat(isFresh(ahead)).isFalse();

        SecondFactorProof again = SecondFactorProof.none("alice").after(ahead).with("otp", NOW);
        assertThat(isFresh(again)).isTrue();
        assertThat(isFresh(again.after(ahead))).isTrue();
    }

    @Test
    void takesOverTheProofOfTheSameUserOnly() {
        SecondFactorProof none = SecondFactorProof.none("alice");

        assertThat(none.after(completed("otp", NOW)).completedAt()).containsKey("otp");
        assertThat(none.after(new SecondFactorProof("bob", Map.of("otp", NOW))).completedAt())
                .isEmpty();
    }

    @Test
    void isReadAsItWasWritten() {
        SecondFactorProof proof = completed("otp", NOW).with("webauthn", NOW.minusSeconds(7));

        assertThat(SecondFactorProof.decode(proof.encode())).contains(proof);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "true",
                "{\"user\":\"alice\"}",
                "{\"completed\":{\"otp\":1}}",
                "{\"user\":\"alice\",\"completed\":{\"otp\":\"soon\"}}",
                "{\"user\":\"alice\",\"completed\":{\"otp\":null}}",
                "{\"user\":\"alice\",\"completed\":{\"otp\":9223372036854775807}}",
                "{\"user\":\"alice\",\"completed\":{},\"more\":1}"
            })
    void isMissingWhenItCannotBeRead(String note) {
        assertThat(SecondFactorProof.decode(note)).isEmpty();
    }

    private static boolean isFresh(SecondFactorProof proof) {
        return proof.isFresh("alice", ACCEPTED, FRESHNESS, NOW);
    }

    private static SecondFactorProof completed(String type, Instant at) {
        return SecondFactorProof.none("alice").with(type, at);
    }
}
