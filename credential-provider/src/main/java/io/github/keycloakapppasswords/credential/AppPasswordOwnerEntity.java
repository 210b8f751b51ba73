package io.github.keycloakapppasswords.credential;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One row for each user who ever had an app password: what making one locks, so that the maximum holds on all nodes. */
@Entity
@Table(name = "APP_PASSWORD_OWNER")
@NamedQuery(
        name = AppPasswordOwnerEntity.DELETE_OF_USER,
        query = "delete from AppPasswordOwnerEntity o where o.realmId = :realmId and o.userId = :userId")
@NamedQuery(
        name = AppPasswordOwnerEntity.DELETE_OF_REALM,
        query = "delete from AppPasswordOwnerEntity o where o.realmId = :realmId")
class AppPasswordOwnerEntity {

    static final String DELETE_OF_USER = "deleteAppPasswordOwner";
    static final String DELETE_OF_REALM = "deleteAppPasswordOwnersOfRealm";

    @Id
    @Column(name = "USER_ID")
    private @Nullable String userId;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    private @Nullable String realmId;

    /** For JPA. */
    protected AppPasswordOwnerEntity() {}

    AppPasswordOwnerEntity(String realmId, String userId) {
        this.userId = userId;
        this.realmId = realmId;
    }
}
