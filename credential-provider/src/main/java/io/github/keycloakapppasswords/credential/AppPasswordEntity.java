package io.github.keycloakapppasswords.credential;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * The extension's own row beside each credential, written in the transaction that makes it and never changed after.
 *
 * <p>It says that this server issued the credential: a credential without one was planted and is not accepted. It
 * stays when the credential goes, whichever way that happens, and is then what is left to recognise it by.
 */
@Entity
@Table(name = "APP_PASSWORD")
@NamedQuery(
        name = AppPasswordEntity.OF_USER,
        query = "select p from AppPasswordEntity p where p.realmId = :realmId and p.userId = :userId")
@NamedQuery(
        name = AppPasswordEntity.LIVE_OF_USER,
        query = "select p.id from AppPasswordEntity p where p.realmId = :realmId and p.userId = :userId"
                + " and (exists (select 1 from CredentialEntity c where c.id = p.id)"
                + " or exists (select 1 from FederatedUserCredentialEntity f where f.id = p.id))")
@NamedQuery(
        name = AppPasswordEntity.DELETE_OF_USER,
        query = "delete from AppPasswordEntity p where p.realmId = :realmId and p.userId = :userId")
@NamedQuery(
        name = AppPasswordEntity.DELETE_OF_REALM,
        query = "delete from AppPasswordEntity p where p.realmId = :realmId")
class AppPasswordEntity {

    static final String OF_USER = "appPasswordsOfUser";
    static final String LIVE_OF_USER = "liveAppPasswordsOfUser";
    static final String DELETE_OF_USER = "deleteAppPasswordsOfUser";
    static final String DELETE_OF_REALM = "deleteAppPasswordsOfRealm";

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

    @Column(name = "CREATED_AT", nullable = false)
    private long createdAt;

    /** For JPA. */
    protected AppPasswordEntity() {}

    AppPasswordEntity(String realmId, String userId, AppPasswordCredential credential) {
        this.id = credential.id();
        this.realmId = realmId;
        this.userId = userId;
        this.label = credential.label();
        this.salt = credential.hash().salt();
        this.hash = credential.hash().digest();
        this.createdAt = credential.createdAt().toEpochMilli();
    }

    /** Whether the row was written for this very credential: same id, same salt, same hash. */
    boolean isOf(AppPasswordCredential credential) {
        return credential.id().equals(id)
                && credential.hash().salt().equals(salt)
                && credential.hash().digest().equals(hash);
    }
}
