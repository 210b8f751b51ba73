package io.github.keycloakapppasswords.factor;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.utils.KeycloakModelUtils;

/** One row for each {@link FactorNote}. Never changed. */
@Entity
@Table(name = "APP_PASSWORD_FACTOR")
@NamedQuery(
        name = FactorNoteEntity.OF_USER,
        query = "select n from FactorNoteEntity n where n.userId = :userId and n.realmId = :realmId")
@NamedQuery(
        name = FactorNoteEntity.BEFORE,
        query = "select n.id from FactorNoteEntity n where n.realmId = :realmId and n.notedAt < :before"
                + " and ((n.kind in ('present', 'gone', 'removed') and exists (select l.id from FactorNoteEntity l"
                + " where l.userId = n.userId and l.realmId = n.realmId and l.notedAt > n.notedAt"
                + " and l.kind in ('present', 'gone', 'removed', 'reset')))"
                // an id with a colon is of a link or of a factor in a user's storage, which have no credential
                + " or (n.kind in ('proved', 'unproved') and n.credentialId like '%:%'"
                + " and exists (select s.id from FactorNoteEntity s where s.userId = n.userId and s.realmId = n.realmId"
                + " and s.credentialId = n.credentialId and s.notedAt > n.notedAt))"
                + " or (n.kind in ('proved', 'unproved') and n.credentialId not like '%:%'"
                + " and not exists (select c.id from CredentialEntity c where c.id = n.credentialId)"
                + " and not exists (select f.id from FederatedUserCredentialEntity f where f.id = n.credentialId)))")
@NamedQuery(name = FactorNoteEntity.DELETE_BY_ID, query = "delete from FactorNoteEntity n where n.id in :ids")
@NamedQuery(
        name = FactorNoteEntity.DELETE_OF_USER,
        query = "delete from FactorNoteEntity n where n.realmId = :realmId and n.userId = :userId")
public class FactorNoteEntity {

    static final String OF_USER = "factorNotesOfUser";
    static final String BEFORE = "factorNotesBefore";
    static final String DELETE_BY_ID = "deleteFactorNotes";
    public static final String DELETE_OF_USER = "deleteFactorNotesOfUser";

    @Id
    @Column(name = "ID", length = 36)
    private @Nullable String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    private @Nullable String realmId;

    @Column(name = "USER_ID", nullable = false)
    private @Nullable String userId;

    @Column(name = "KIND", length = 32, nullable = false)
    private @Nullable String kind;

    @Column(name = "CREDENTIAL_ID", length = 36)
    private @Nullable String credentialId;

    @Column(name = "NOTED_AT", nullable = false)
    private long notedAt;

    /** For JPA. */
    protected FactorNoteEntity() {}

    FactorNoteEntity(String realmId, String userId, FactorNote note) {
        this.id = KeycloakModelUtils.generateId();
        this.realmId = realmId;
        this.userId = userId;
        this.kind = note.kind().id();
        this.credentialId = note.credentialId();
        this.notedAt = note.at().toEpochMilli();
    }

    /** @throws IllegalArgumentException with a finished sentence if this release does not know the kind */
    FactorNote note() {
        return new FactorNote(
                FactorNote.Kind.of(Objects.requireNonNull(kind)), credentialId, Instant.ofEpochMilli(notedAt));
    }
}
