package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.secret.AppPasswordHash;
import io.github.keycloakapppasswords.term.Protocol;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The extension's own row beside each credential, written in the transaction that makes it. Salt and hash never change;
 * uses and the end are noted here, since changing a credential throws its user out of every node's cache.
 *
 * <p>It says that this server issued the credential: a credential without one was planted and is not accepted. It
 * stays when the credential goes, whichever way that happens, and is then the tombstone to recognise it by.
 */
@Entity
@Table(name = "APP_PASSWORD")
@NamedQuery(
        name = AppPasswordEntity.OF_USER,
        query = "select p from AppPasswordEntity p where p.realmId = :realmId and p.userId = :userId")
@NamedQuery(
        name = AppPasswordEntity.OF_USER_WITH_OWNER,
        query = "select p, (select count(w.id) from PendingWorkEntity w where w.credentialId = p.id"
                + " and p.endedAt is null and w.kind = '" + AppPasswordEntity.TO_BE_REVOKED + "'), p.endedAt, o"
                + " from AppPasswordEntity p left join AppPasswordOwnerEntity o on o.userId = p.userId"
                + " where p.realmId = :realmId and p.userId = :userId")
@NamedQuery(
        name = AppPasswordEntity.BY_ID,
        query = "select p from AppPasswordEntity p where p.id in :ids order by p.id")
@NamedQuery(
        name = AppPasswordEntity.USERS_WITH_MANY_ENDED,
        query = "select p.userId from AppPasswordEntity p where p.realmId = :realmId and p.userId in :userIds"
                + " and p.endedAt is not null group by p.userId having count(p.id) > :most")
@NamedQuery(
        name = AppPasswordEntity.ENDED_IDS_OF_USER,
        query = "select p.id from AppPasswordEntity p where p.realmId = :realmId and p.userId = :userId"
                + " and p.endedAt is not null order by p.endedAt desc, p.id")
@NamedQuery(
        name = AppPasswordEntity.DELETE_BY_ID,
        query = "delete from AppPasswordEntity p where p.id in :ids and p.endedAt is not null")
@NamedQuery(
        name = AppPasswordEntity.GONE_OF_USER,
        query = "select p.id from AppPasswordEntity p where p.realmId = :realmId and p.userId = :userId"
                + " and p.endedAt is null and not exists (select 1 from CredentialEntity c where c.id = p.id)"
                + " and not exists (select 1 from FederatedUserCredentialEntity f where f.id = p.id) order by p.id")
@NamedQuery(
        name = AppPasswordEntity.RELABEL,
        query = "update AppPasswordEntity p set p.label = :label where p.id = :id"
                + " and p.realmId = :realmId and p.userId = :userId and p.endedAt is null")
@NamedQuery(
        name = AppPasswordEntity.LIVE_OF_USER,
        query = "select p.id from AppPasswordEntity p where p.realmId = :realmId and p.userId = :userId"
                + " and (exists (select 1 from CredentialEntity c where c.id = p.id)"
                + " or exists (select 1 from FederatedUserCredentialEntity f where f.id = p.id))")
@NamedQuery(
        name = AppPasswordEntity.END,
        query = "update AppPasswordEntity p set p.endedAt = :at, p.endCause = :cause where p.id = :id"
                + " and p.realmId = :realmId and p.userId = :userId and p.endedAt is null")
@NamedQuery(
        name = AppPasswordEntity.END_WITH_LABEL,
        query = "update AppPasswordEntity p set p.endedAt = :at, p.endCause = :cause, p.label = :label where p.id = :id"
                + " and p.realmId = :realmId and p.userId = :userId and p.endedAt is null")
@NamedQuery(
        name = AppPasswordEntity.RENAME,
        query = "update AppPasswordEntity p set p.label = :label where p.id = :id"
                + " and p.realmId = :realmId and p.userId = :userId")
@NamedQuery(
        name = AppPasswordEntity.DELETE_OF_USER,
        query = "delete from AppPasswordEntity p where p.realmId = :realmId and p.userId = :userId")
public class AppPasswordEntity {

    private static final String SEPARATOR = ",";

    /** The kind of pending work, in the table of that work, that has yet to end an app password which is revoked. */
    public static final String TO_BE_REVOKED = "app_password_revoked";

    static final String OF_USER = "appPasswordsOfUser";
    static final String OF_USER_WITH_OWNER = "appPasswordsOfUserWithOwner";
    static final String BY_ID = "appPasswordsById";
    static final String USERS_WITH_MANY_ENDED = "usersWithManyEndedAppPasswords";
    static final String ENDED_IDS_OF_USER = "endedAppPasswordIdsOfUser";
    static final String DELETE_BY_ID = "deleteEndedAppPasswords";
    static final String GONE_OF_USER = "goneAppPasswordsOfUser";
    static final String RELABEL = "relabelAppPassword";
    static final String LIVE_OF_USER = "liveAppPasswordsOfUser";
    static final String END = "endAppPassword";
    static final String END_WITH_LABEL = "endAppPasswordWithLabel";
    static final String RENAME = "renameAppPassword";
    static final String DELETE_OF_USER = "deleteAppPasswordsOfUser";

    @Id
    @Column(name = "ID", length = 36)
    private @Nullable String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    private @Nullable String realmId;

    @Column(name = "USER_ID", nullable = false)
    private @Nullable String userId;

    @Column(name = "LABEL")
    private @Nullable String label;

    @Column(name = "SALT", length = 24, nullable = false)
    private @Nullable String salt;

    @Column(name = "HASH", length = 44, nullable = false)
    private @Nullable String hash;

    /** {@link AppPasswordHash#fingerprint}. */
    @Column(name = "FINGERPRINT", length = 16)
    private @Nullable String fingerprint;

    @Column(name = "CREATED_AT", nullable = false)
    private long createdAt;

    /** Ids, separated by commas. */
    @Column(name = "PROTOCOLS", length = 2000)
    private @Nullable String protocols;

    @Column(name = "EXPIRES_AT")
    private @Nullable Long expiresAt;

    @Column(name = "DEVICE_ACCOUNT", nullable = false)
    private boolean deviceAccount;

    @Column(name = "USED_AT")
    private @Nullable Long usedAt;

    /** The day of the last use: {@link AppPasswordUse#day}. */
    @Column(name = "USED_DAY")
    private @Nullable Long usedDay;

    @Column(name = "USED_PROTOCOL", length = 32)
    private @Nullable String usedProtocol;

    @Column(name = "USED_ADDRESS", length = 45)
    private @Nullable String usedAddress;

    @Column(name = "USED_GATEWAY")
    private @Nullable String usedGateway;

    @Column(name = "ENDED_AT")
    private @Nullable Long endedAt;

    @Column(name = "END_CAUSE", length = 32)
    private @Nullable String endCause;

    @Column(name = "TRIED_AT")
    private @Nullable Long triedAt;

    @Column(name = "TRIED_PROTOCOL", length = 32)
    private @Nullable String triedProtocol;

    @Column(name = "TRIED_ADDRESS", length = 45)
    private @Nullable String triedAddress;

    @Column(name = "TRIED_GATEWAY")
    private @Nullable String triedGateway;

    /** Since when its uses are noted: since it was made, or restored. */
    @Column(name = "WATCHED_SINCE")
    private @Nullable Long watchedSince;

    /** The time of the notice to the owner that the app password will expire. */
    @Column(name = "EXPIRY_TOLD_AT")
    private @Nullable Long expiryToldAt;

    /** For JPA. */
    protected AppPasswordEntity() {}

    public AppPasswordEntity(String realmId, String userId, AppPasswordCredential credential, Instant watchedSince) {
        this.id = credential.id();
        this.realmId = realmId;
        this.userId = userId;
        this.label = credential.label();
        this.salt = credential.hash().salt();
        this.hash = credential.hash().digest();
        this.fingerprint = credential.hash().fingerprint();
        this.createdAt = credential.createdAt().toEpochMilli();
        this.protocols =
                credential.data().protocols().stream().map(Protocol::id).collect(Collectors.joining(SEPARATOR));
        Instant expiry = credential.data().expiresAt();
        this.expiresAt = expiry == null ? null : expiry.toEpochMilli();
        this.deviceAccount = credential.data().deviceAccount();
        this.watchedSince = watchedSince.toEpochMilli();
    }

    public String id() {
        return Objects.requireNonNull(id);
    }

    boolean hasEnded() {
        return endedAt != null;
    }

    public AppPasswordHistory history() {
        return new AppPasswordHistory(
                id(),
                Objects.requireNonNull(userId),
                Objects.requireNonNullElse(label, ""),
                readProtocols(),
                Instant.ofEpochMilli(createdAt),
                instant(expiresAt),
                deviceAccount,
                AppPasswordUse.of(instant(usedAt), usedProtocol, usedAddress, usedGateway),
                AppPasswordEnd.of(instant(endedAt), endCause),
                AppPasswordUse.of(instant(triedAt), triedProtocol, triedAddress, triedGateway));
    }

    private Set<Protocol> readProtocols() {
        return Arrays.stream(Objects.requireNonNull(protocols).split(SEPARATOR))
                .map(Protocol::of)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    /** @throws IllegalArgumentException with a finished sentence, if salt, hash or cause cannot be read */
    public Tombstone tombstone() {
        return new Tombstone(
                id(),
                Objects.requireNonNullElse(label, ""),
                AppPasswordHash.restore(
                                AppPasswordHash.SHA_256, Objects.requireNonNull(salt), Objects.requireNonNull(hash))
                        .withFingerprint(fingerprint),
                endCause == null ? EndCause.REVOKED : EndCause.of(endCause));
    }

    /** Whether the row was written for this very credential: same id, same salt, same hash. */
    public boolean isOf(AppPasswordCredential credential) {
        return credential.id().equals(id)
                && credential.hash().salt().equals(salt)
                && credential.hash().digest().equals(hash);
    }

    /** The credential of this row with the fingerprint, which Keycloak does not store. */
    public AppPasswordCredential complete(AppPasswordCredential credential) {
        return credential.withHash(credential.hash().withFingerprint(fingerprint));
    }
}
