package io.github.keycloakapppasswords.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactorSnapshotTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Factor PHONE = new Factor("1", "otp");
    private static final Factor KEY = new Factor("2", "webauthn");
    private static final Factor CODES = new Factor("3", "recovery-authn-codes");

    @Test
    void tellsWhatWasAddedSince() {
        FactorSnapshot before = FactorSnapshot.of("alice", NOW, List.of(PHONE));

        assertThat(new UserFactors(List.of(PHONE, KEY)).since(before)).containsExactly(KEY);
        assertThat(before.with(List.of(KEY)).contains(KEY)).isTrue();
        assertThat(before.contains(KEY)).isFalse();
    }

    @Test
    void letsOnlyKnownFactorsCount() {
        FactorSnapshot before = FactorSnapshot.of("alice", NOW, List.of(PHONE));

        assertThat(UserFactors.counting(List.of(PHONE, KEY), Optional.of(before)))
                .containsExactly(PHONE);
    }

    @Test
    void letsNoFactorCountInASessionWithoutOne() {
        assertThat(UserFactors.counting(List.of(PHONE), Optional.empty())).isEmpty();
    }

    @Test
    void isEmptyOnlyWithoutAnyFactor() {
        assertThat(FactorSnapshot.of("alice", NOW, List.of()).isEmpty()).isTrue();
        assertThat(FactorSnapshot.of("alice", NOW, List.of(CODES)).isEmpty()).isFalse();
    }

    @Test
    void takesEveryTypeButPasswordsForAFactor() {
        assertThat(List.of("otp", "webauthn", "webauthn-passwordless", "recovery-authn-codes", "of-another-extension"))
                .allMatch(Factor::isFactor);
        assertThat(List.of("password", "password-history", "app-password", "secret"))
                .noneMatch(Factor::isFactor);
    }

    @Test
    void knowsNoCredentialOfAFactorThatTheStorageKeeps() {
        assertThat(Factor.federated("otp").credentialId()).isEmpty();
        assertThat(PHONE.credentialId()).isEqualTo("1");
        assertThat(Factor.federated("otp")).isNotEqualTo(Factor.federated("webauthn"));
    }

    @Test
    void separatesAcceptedFactorsFromOthers() {
        UserFactors factors = new UserFactors(List.of(CODES, KEY, PHONE));

        assertThat(factors.accepted(Set.of("otp", "webauthn"))).containsExactly(KEY, PHONE);
        assertThat(factors.others(Set.of("otp"))).containsExactly(CODES, KEY);
        assertThat(UserFactors.kinds(factors.all())).containsExactly(FactorKind.SECURITY_KEY, FactorKind.OTP);
    }

    @Test
    void isReadAsItWasWrittenByTheSameUserOnly() {
        FactorSnapshot snapshot = FactorSnapshot.of("alice", NOW, List.of(PHONE, KEY));

        assertThat(FactorSnapshot.decode(snapshot.encode(), "alice")).contains(snapshot);
        assertThat(FactorSnapshot.decode(snapshot.encode(), "bob")).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "null", "{}", "{\"user\":\"alice\",\"at\":1}", "{\"user\":\"alice\",\"ids\":\"1\"}", "x"})
    void isMissingWhenItCannotBeRead(String note) {
        assertThat(FactorSnapshot.decode(note, "alice")).isEmpty();
    }
}
