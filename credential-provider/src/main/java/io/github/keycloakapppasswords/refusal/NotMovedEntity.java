package io.github.keycloakapppasswords.refusal;

import io.github.keycloakapppasswords.term.Protocol;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One row for each user and protocol where something else than an app password was sent: the last time and gateway. */
@Entity
@IdClass(NotMovedEntity.Key.class)
@Table(name = "APP_PASSWORD_NOT_MOVED")
@NamedQuery(
        name = NotMovedEntity.OF_REALM,
        query = "select n from NotMovedEntity n where n.realmId = :realmId and n.lastAt >= :since"
                + " and n.protocol like :protocol order by n.lastAt desc, n.userId, n.protocol")
@NamedQuery(name = NotMovedEntity.OF_USERS, query = "select n from NotMovedEntity n where n.userId in :userIds")
@NamedQuery(
        name = NotMovedEntity.DELETE_OF_USER,
        query = "delete from NotMovedEntity n where n.realmId = :realmId and n.userId = :userId")
public class NotMovedEntity {

    static final String OF_REALM = "notMovedOfRealm";
    static final String OF_USERS = "notMovedOfUsers";
    public static final String DELETE_OF_USER = "deleteNotMovedOfUser";

    @Id
    @Column(name = "USER_ID")
    private @Nullable String userId;

    @Id
    @Column(name = "PROTOCOL", length = 32)
    private @Nullable String protocol;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    private @Nullable String realmId;

    @Column(name = "GATEWAY", nullable = false)
    private @Nullable String gateway;

    @Column(name = "LAST_AT", nullable = false)
    private long lastAt;

    /** For JPA. */
    protected NotMovedEntity() {}

    NotMovedEntity(String realmId, String userId, Protocol protocol) {
        this.realmId = realmId;
        this.userId = userId;
        this.protocol = protocol.id();
    }

    void sent(String toGateway, Instant at) {
        gateway = toGateway;
        lastAt = at.toEpochMilli();
    }

    /** Whether the row says, to within a day, when the device last sent it. */
    boolean isOfTheSameDayAs(Instant at) {
        return lastAt > at.minus(NotMovedUsers.WRITTEN_AGAIN_AFTER).toEpochMilli();
    }

    Key key() {
        return new Key(Objects.requireNonNull(userId), Protocol.of(Objects.requireNonNull(protocol)));
    }

    NotMoved asNotMoved() {
        return new NotMoved(
                Objects.requireNonNull(userId),
                Protocol.of(Objects.requireNonNull(protocol)),
                Objects.requireNonNull(gateway),
                Instant.ofEpochMilli(lastAt));
    }

    /** For JPA: the primary key. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        private @Nullable String userId;
        private @Nullable String protocol;

        /** For JPA. */
        protected Key() {}

        Key(String userId, Protocol protocol) {
            this.userId = userId;
            this.protocol = protocol.id();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && Objects.equals(userId, key.userId)
                    && Objects.equals(protocol, key.protocol);
        }

        @Override
        public int hashCode() {
            return Objects.hash(userId, protocol);
        }
    }
}
