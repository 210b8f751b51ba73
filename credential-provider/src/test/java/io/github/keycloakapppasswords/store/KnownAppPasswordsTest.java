package io.github.keycloakapppasswords.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialData;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.row.AppPasswordEntity;
import io.github.keycloakapppasswords.row.AppPasswordRows;
import io.github.keycloakapppasswords.row.Tombstone;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.term.Protocol;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;

class KnownAppPasswordsTest {

    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

    private final SecureRandom random = new SecureRandom();
    private final AppPasswordHasher hasher = new AppPasswordHasher();
    private final AppPasswordCredential phone = credential("phone");

    private AppPasswordCredential credential(String id) {
        return new AppPasswordCredential(
                id,
                "label of " + id,
                NOW,
                new AppPasswordCredentialData(Set.of(Protocol.IMAP), List.of(), null, "alice", false),
                hasher.hash(AppPassword.generate(random), random));
    }

    private static CredentialModel stored(AppPasswordCredential credential) {
        return AppPasswordCredentialModel.of(credential);
    }

    private static AppPasswordEntity row(AppPasswordCredential credential) {
        return new AppPasswordEntity("realm", "alice", credential, NOW);
    }

    private static AppPasswordRows.ByState open(AppPasswordEntity... rows) {
        return new AppPasswordRows.ByState(List.of(rows), List.of(), List.of());
    }

    private static AppPasswordRows.ByState ended(AppPasswordEntity... rows) {
        return new AppPasswordRows.ByState(List.of(), List.of(), List.of(rows));
    }

    @Test
    void areThoseThatHaveBothCredentialAndRow() {
        KnownAppPasswords known = KnownAppPasswords.read(List.of(stored(phone)), open(row(phone)));

        assertThat(known.live()).extracting(AppPasswordCredential::id).containsExactly("phone");
        assertThat(known.tombstones()).isEmpty();
    }

    /** The credential is restored without the fingerprint, as Keycloak stores it. */
    @Test
    void haveTheFingerprintThatOnlyTheRowHolds() {
        AppPasswordCredential read = KnownAppPasswords.read(List.of(stored(phone)), open(row(phone)))
                .live()
                .get(0);

        assertThat(read.hash().fingerprint()).isNotNull().isEqualTo(phone.hash().fingerprint());
        assertThat(KnownAppPasswords.read(List.of(), open(row(phone)))
                        .tombstones()
                        .get(0)
                        .hash()
                        .fingerprint())
                .isEqualTo(phone.hash().fingerprint());
    }

    @Test
    void areTombstonesWhereTheCredentialIsGoneWhoeverNoticed() {
        AppPasswordCredential tablet = credential("tablet");
        KnownAppPasswords known = KnownAppPasswords.read(
                List.of(), new AppPasswordRows.ByState(List.of(row(phone)), List.of(), List.of(row(tablet))));

        assertThat(known.live()).isEmpty();
        assertThat(known.tombstones()).extracting(Tombstone::id).containsExactly("phone", "tablet");
        assertThat(known.tombstones()).extracting(Tombstone::cause).containsOnly(EndCause.REVOKED);
        assertThat(known.tombstones()).extracting(Tombstone::label).first().isEqualTo("label of phone");
    }

    @Test
    void areTombstonesFromTheRevocationOnThoughTheCredentialIsStillThere() {
        KnownAppPasswords known = KnownAppPasswords.read(
                List.of(stored(phone)), new AppPasswordRows.ByState(List.of(), List.of(row(phone)), List.of()));

        assertThat(known.live()).isEmpty();
        assertThat(known.tombstones()).extracting(Tombstone::id).containsExactly("phone");
        assertThat(known.tombstones()).extracting(Tombstone::cause).containsExactly(EndCause.REVOKED);
    }

    @Test
    void areNotLiveWithoutAnOpenRow() {
        assertThat(KnownAppPasswords.read(List.of(stored(phone)), open()).live())
                .isEmpty();
        assertThat(KnownAppPasswords.read(List.of(stored(phone)), ended(row(phone)))
                        .live())
                .as("whose end is noted, though its credential is still there")
                .isEmpty();
    }

    @Test
    void areNotLiveWithTheRowOfAnotherSecret() {
        assertThat(KnownAppPasswords.read(List.of(stored(phone)), open(row(credential("phone"))))
                        .live())
                .isEmpty();
    }

    @Test
    void rememberAHundredTombstones() {
        List<AppPasswordEntity> ended = IntStream.range(0, 1_000)
                .mapToObj(i -> row(credential("old-" + i)))
                .toList();
        List<Tombstone> tombstones = KnownAppPasswords.read(
                        List.of(), new AppPasswordRows.ByState(List.of(row(phone)), List.of(), ended))
                .tombstones();

        assertThat(tombstones).hasSize(100).extracting(Tombstone::id).startsWith("phone", "old-0");
    }
}
