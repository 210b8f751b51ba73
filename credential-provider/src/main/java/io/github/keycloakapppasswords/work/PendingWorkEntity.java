package io.github.keycloakapppasswords.work;

import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.row.AppPasswordEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One row for each piece of {@link PendingWork} that is not done yet. Never changed. */
@Entity
@Table(name = "APP_PASSWORD_PENDING")
@NamedQuery(
        name = PendingWorkEntity.LEFT,
        query =
                "select w from PendingWorkEntity w where w.kind like :kinds and w.id > :after and w.notedAt < :before order by w.id")
@NamedQuery(
        name = PendingWorkEntity.CONCERNED,
        query = "select new io.github.keycloakapppasswords.work.PendingWorks$Concerned(w.id, w.realmId, w.userId)"
                + " from PendingWorkEntity w where w.id > :after order by w.id")
@NamedQuery(name = PendingWorkEntity.DELETE, query = "delete from PendingWorkEntity w where w.id = :id")
public class PendingWorkEntity {

    static final String LEFT = "pendingWorkLeft";
    static final String CONCERNED = "concernedByPendingWork";
    static final String DELETE = "deletePendingWork";

    /** The kind {@link PendingWork.Kind#APP_PASSWORD_REVOKED}, for queries. */
    static final String REVOKED = AppPasswordEntity.TO_BE_REVOKED;

    /** A pattern that fits every kind, also one that this release does not know. */
    static final String ANY_KIND = "%";

    static final int LONGEST_LABEL = 255;

    @Id
    @Column(name = "ID", length = 36)
    private @Nullable String id;

    @Column(name = "KIND", length = 32, nullable = false)
    private @Nullable String kind;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    private @Nullable String realmId;

    @Column(name = "USER_ID")
    private @Nullable String userId;

    @Column(name = "CREDENTIAL_ID", length = 36)
    private @Nullable String credentialId;

    @Column(name = "LABEL", length = LONGEST_LABEL)
    private @Nullable String label;

    @Column(name = "END_CAUSE", length = 32)
    private @Nullable String cause;

    @Column(name = "NOTED_AT", nullable = false)
    private long notedAt;

    /** For JPA. */
    protected PendingWorkEntity() {}

    PendingWorkEntity(PendingWork work) {
        this.id = work.id();
        this.kind = work.kind().id();
        this.realmId = work.realmId();
        this.userId = work.userId();
        this.credentialId = work.credentialId();
        this.label = work.label();
        this.cause = work.cause() == null ? null : work.cause().id();
        this.notedAt = work.at().toEpochMilli();
    }

    /** @throws IllegalArgumentException with a finished sentence if this release does not know the kind or the cause */
    PendingWork work() {
        return new PendingWork(
                Objects.requireNonNull(id),
                PendingWork.Kind.of(Objects.requireNonNull(kind)),
                Objects.requireNonNull(realmId),
                userId,
                credentialId,
                label,
                cause == null ? null : EndCause.of(cause),
                Instant.ofEpochMilli(notedAt));
    }

    String id() {
        return Objects.requireNonNull(id);
    }
}
