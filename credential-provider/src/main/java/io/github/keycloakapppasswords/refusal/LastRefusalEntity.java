package io.github.keycloakapppasswords.refusal;

import io.github.keycloakapppasswords.term.Protocol;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One row for the last refusal of each user: the time and the reason. */
@Entity
@Table(name = "APP_PASSWORD_REFUSAL")
@NamedQuery(
        name = LastRefusalEntity.DELETE_OF_USER,
        query = "delete from LastRefusalEntity r where r.realmId = :realmId and r.userId = :userId")
@NamedQuery(name = LastRefusalEntity.OF_USERS, query = "select r from LastRefusalEntity r where r.userId in :userIds")
@NamedQuery(
        name = LastRefusalEntity.ADDRESSES_BEFORE,
        query = "select r from LastRefusalEntity r where r.realmId = :realmId and r.address is not null"
                + " and r.refusedAt < :before")
public class LastRefusalEntity {

    public static final String DELETE_OF_USER = "deleteLastRefusalOfUser";
    static final String OF_USERS = "lastRefusalOfUsers";
    static final String ADDRESSES_BEFORE = "lastRefusalAddressesBefore";

    @Id
    @Column(name = "USER_ID")
    private @Nullable String userId;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    private @Nullable String realmId;

    @Column(name = "REASON", length = 64, nullable = false)
    private @Nullable String reason;

    @Column(name = "PROTOCOL", length = 32, nullable = false)
    private @Nullable String protocol;

    @Column(name = "ADDRESS", length = 45)
    private @Nullable String address;

    @Column(name = "GATEWAY", nullable = false)
    private @Nullable String gateway;

    @Column(name = "REFUSED_AT", nullable = false)
    private long refusedAt;

    /** For JPA. */
    protected LastRefusalEntity() {}

    LastRefusalEntity(String realmId, String userId) {
        this.realmId = realmId;
        this.userId = userId;
    }

    boolean isOf(String realm) {
        return realm.equals(realmId);
    }

    String userId() {
        return Objects.requireNonNull(userId);
    }

    /** Whether the row has a later refusal, or the same one of the same day. */
    boolean covers(LastRefusal refusal) {
        long at = refusal.at().toEpochMilli();
        boolean same = refusal.reason().equals(reason)
                && refusal.protocol().id().equals(protocol)
                && refusal.gateway().equals(gateway)
                && Objects.equals(refusal.address(), address);
        return refusedAt > at || (same && refusedAt > at - NotMovedUsers.WRITTEN_AGAIN_AFTER.toMillis());
    }

    void refused(LastRefusal refusal) {
        reason = refusal.reason();
        protocol = refusal.protocol().id();
        address = refusal.address();
        gateway = refusal.gateway();
        refusedAt = refusal.at().toEpochMilli();
    }

    void forgetAddress() {
        address = null;
    }

    LastRefusal asLastRefusal() {
        return new LastRefusal(
                Objects.requireNonNull(userId),
                Objects.requireNonNull(reason),
                Protocol.of(Objects.requireNonNull(protocol)),
                address,
                Objects.requireNonNull(gateway),
                Instant.ofEpochMilli(refusedAt));
    }
}
