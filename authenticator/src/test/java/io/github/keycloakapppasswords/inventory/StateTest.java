package io.github.keycloakapppasswords.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialData;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.term.Protocol;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    private static State stateOf(@Nullable Instant expiresAt) {
        return stateOf(expiresAt, false, false);
    }

    private static State stateOf(@Nullable Instant expiresAt, boolean device, boolean ownerSuspended) {
        AppPasswordCredentialData data =
                new AppPasswordCredentialData(Set.of(Protocol.IMAP), List.of(), expiresAt, "alice", device);
        return State.of(
                Optional.of(new AppPasswordCredential(
                        "id", "phone", NOW, data, new AppPasswordHasher().hash(AppPassword.generate(RANDOM), RANDOM))),
                ownerSuspended,
                NOW);
    }

    @Test
    void isActiveUntilItsTimeComes() {
        assertThat(stateOf(null)).isEqualTo(State.ACTIVE);
        assertThat(stateOf(NOW.plusMillis(1))).isEqualTo(State.ACTIVE);
        assertThat(stateOf(NOW)).isEqualTo(State.EXPIRED);
    }

    @Test
    void isSuspendedWithItsOwnersUnlessItIsForADevice() {
        assertThat(stateOf(null, false, true)).isEqualTo(State.SUSPENDED);
        assertThat(stateOf(null, true, true)).isEqualTo(State.ACTIVE);
        assertThat(stateOf(NOW, false, true)).isEqualTo(State.EXPIRED);
    }

    @Test
    void isUnreadableWhereNothingCouldBeRead() {
        assertThat(State.of(Optional.empty(), true, NOW)).isEqualTo(State.UNREADABLE);
    }

    @Test
    void isToldInLowerCase() {
        assertThat(State.values())
                .extracting(State::id)
                .containsExactly("active", "suspended", "expired", "unreadable");
    }
}
