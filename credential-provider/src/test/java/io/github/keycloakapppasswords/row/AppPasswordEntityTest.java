package io.github.keycloakapppasswords.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialData;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.secret.AppPasswordHash;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.term.Protocol;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A row as it is before any use and any end: those are written by SQL alone. */
class AppPasswordEntityTest {

    private static final Instant MADE = Instant.parse("2030-01-02T03:04:05.678Z");
    private static final Instant EXPIRY = Instant.parse("2031-01-01T00:00:00Z");

    private final AppPassword secret = AppPassword.generate(new SecureRandom());
    private final AppPasswordHash hash = hashed(secret);

    private static AppPasswordHash hashed(AppPassword secret) {
        return new AppPasswordHasher().hash(secret, new SecureRandom());
    }

    private AppPasswordCredential credential(String id, AppPasswordHash hash, @Nullable Instant expiry) {
        return new AppPasswordCredential(
                id,
                "iPhone",
                MADE,
                new AppPasswordCredentialData(
                        Set.of(Protocol.SMTP, Protocol.IMAP), List.of(), expiry, "some-admin", true),
                hash);
    }

    private AppPasswordEntity row(@Nullable Instant expiry) {
        return new AppPasswordEntity("realm", "alice", credential("an-id", hash, expiry), MADE);
    }

    @Test
    void hasTheHistoryOfItsCredential() {
        AppPasswordEntity row = row(EXPIRY);

        assertThat(row.id()).isEqualTo("an-id");
        assertThat(row.hasEnded()).isFalse();
        assertThat(row.history())
                .isEqualTo(new AppPasswordHistory(
                        "an-id",
                        "alice",
                        "iPhone",
                        Set.of(Protocol.IMAP, Protocol.SMTP),
                        MADE,
                        EXPIRY,
                        true,
                        null,
                        null,
                        null));
        assertThat(row(null).history().expiresAt()).isNull();
    }

    @Test
    void recognisesTheSecretAfterItsEndWhichIsARevocationIfNoCauseIsKnown() {
        Tombstone tombstone = row(null).tombstone();

        assertThat(tombstone.id()).isEqualTo("an-id");
        assertThat(tombstone.label()).isEqualTo("iPhone");
        assertThat(tombstone.cause()).isEqualTo(EndCause.REVOKED);
        assertThat(new AppPasswordHasher().compare(secret).matches(tombstone.hash()))
                .isTrue();
    }

    /** A restored credential may have the id of another one, and a copied one its hash under another salt. */
    @Test
    void isOfNoOtherCredential() {
        AppPasswordEntity row = row(null);
        AppPasswordHash saltedAgain = hashed(secret);

        assertThat(row.isOf(credential("an-id", hash, null))).isTrue();
        assertThat(row.isOf(credential("another-id", hash, null))).isFalse();
        assertThat(row.isOf(credential("an-id", restored(saltedAgain.salt(), hash.digest()), null)))
                .isFalse();
        assertThat(row.isOf(credential("an-id", restored(hash.salt(), saltedAgain.digest()), null)))
                .isFalse();
    }

    private static AppPasswordHash restored(String salt, String digest) {
        return AppPasswordHash.restore(AppPasswordHash.SHA_256, salt, digest);
    }

    @Test
    void hasAUseIfItsTimeProtocolAndGatewayAreKnown() {
        assertThat(AppPasswordUse.of(MADE, "imap", "192.0.2.7", "dovecot"))
                .isEqualTo(new AppPasswordUse(MADE, Protocol.IMAP, "192.0.2.7", "dovecot"));
        assertThat(AppPasswordUse.of(MADE, "imap", null, "dovecot"))
                .isEqualTo(new AppPasswordUse(MADE, Protocol.IMAP, null, "dovecot"));
        assertThat(AppPasswordUse.of(null, "imap", null, "dovecot")).isNull();
        assertThat(AppPasswordUse.of(MADE, null, null, "dovecot")).isNull();
        assertThat(AppPasswordUse.of(MADE, "imap", null, null)).isNull();
    }

    @Test
    void hasAnEndIfItsTimeAndCauseAreKnown() {
        assertThat(AppPasswordEnd.of(MADE, "never_used")).isEqualTo(new AppPasswordEnd(MADE, EndCause.NEVER_USED));
        assertThat(AppPasswordEnd.of(null, "never_used")).isNull();
        assertThat(AppPasswordEnd.of(MADE, null)).isNull();
    }
}
