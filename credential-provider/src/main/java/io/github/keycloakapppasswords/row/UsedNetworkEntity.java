package io.github.keycloakapppasswords.row;

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

/** One row for each network from which an app password was used recently. */
@Entity
@IdClass(UsedNetworkEntity.Key.class)
@Table(name = "APP_PASSWORD_NETWORK")
@NamedQuery(
        name = UsedNetworkEntity.OF_CREDENTIAL,
        query = "select n from UsedNetworkEntity n where n.credentialId = :credentialId order by n.seenAt desc")
@NamedQuery(
        name = UsedNetworkEntity.SEEN_BEFORE,
        query = "select n from UsedNetworkEntity n where n.realmId = :realmId and n.seenAt < :before")
@NamedQuery(
        name = UsedNetworkEntity.DELETE_OF_CREDENTIALS,
        query = "delete from UsedNetworkEntity n where n.credentialId in :credentialIds")
@NamedQuery(
        name = UsedNetworkEntity.DELETE_OF_USER,
        query = "delete from UsedNetworkEntity n where n.realmId = :realmId and n.userId = :userId")
public class UsedNetworkEntity {

    static final String OF_CREDENTIAL = "usedNetworksOfAppPassword";
    static final String SEEN_BEFORE = "usedNetworksSeenBefore";
    static final String DELETE_OF_CREDENTIALS = "deleteUsedNetworksOfCredentials";
    static final String DELETE_OF_USER = "deleteUsedNetworksOfUser";

    @Id
    @Column(name = "CREDENTIAL_ID", length = 36)
    private @Nullable String credentialId;

    @Id
    @Column(name = "NETWORK", length = 49)
    private @Nullable String network;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    private @Nullable String realmId;

    @Column(name = "USER_ID", nullable = false)
    private @Nullable String userId;

    @Column(name = "SEEN_AT", nullable = false)
    private long seenAt;

    /** For JPA. */
    protected UsedNetworkEntity() {}

    UsedNetworkEntity(String realmId, String userId, String credentialId, String network, Instant seenAt) {
        this.realmId = realmId;
        this.userId = userId;
        this.credentialId = credentialId;
        this.network = network;
        this.seenAt = seenAt.toEpochMilli();
    }

    boolean is(String other) {
        return other.equals(network);
    }

    boolean wasSeenBefore(Instant time) {
        return seenAt < time.toEpochMilli();
    }

    void seen(Instant at) {
        seenAt = at.toEpochMilli();
    }

    /** For JPA: the primary key. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        private @Nullable String credentialId;
        private @Nullable String network;

        /** For JPA. */
        protected Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && Objects.equals(credentialId, key.credentialId)
                    && Objects.equals(network, key.network);
        }

        @Override
        public int hashCode() {
            return Objects.hash(credentialId, network);
        }
    }
}
