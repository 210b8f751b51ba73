package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.factor.FactorAbsence;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One row for each user who ever had an app password: making one locks the row, so that the maximum holds on all nodes. */
@Entity
@Table(name = "APP_PASSWORD_OWNER")
@NamedQuery(
        name = AppPasswordOwnerEntity.DELETE_OF_USER,
        query = "delete from AppPasswordOwnerEntity o where o.realmId = :realmId and o.userId = :userId")
@NamedQuery(
        name = AppPasswordOwnerEntity.TO_SUSPEND,
        query = "select o.userId from AppPasswordOwnerEntity o where o.realmId = :realmId and o.suspendedAt is null"
                + " and o.factorBackAt is null and o.factorGoneAt <= :before order by o.factorGoneAt, o.userId")
public class AppPasswordOwnerEntity {

    static final String DELETE_OF_USER = "deleteAppPasswordOwner";
    static final String TO_SUSPEND = "appPasswordOwnersToSuspend";

    @Id
    @Column(name = "USER_ID")
    private @Nullable String userId;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    private @Nullable String realmId;

    @Column(name = "FACTOR_GONE_AT")
    private @Nullable Long factorGoneAt;

    @Column(name = "FACTOR_BACK_AT")
    private @Nullable Long factorBackAt;

    @Column(name = "SUSPENDED_AT")
    private @Nullable Long suspendedAt;

    @Column(name = "TOLD_DISABLED", nullable = false)
    private boolean toldDisabled;

    /** For JPA. */
    protected AppPasswordOwnerEntity() {}

    AppPasswordOwnerEntity(String realmId, String userId) {
        this.userId = userId;
        this.realmId = realmId;
    }

    FactorAbsence absence() {
        return new FactorAbsence(instant(factorGoneAt), instant(factorBackAt), instant(suspendedAt));
    }

    void absence(FactorAbsence absence) {
        factorGoneAt = millis(absence.goneAt());
        factorBackAt = millis(absence.backAt());
        suspendedAt = millis(absence.suspendedAt());
    }

    boolean isToldDisabled() {
        return toldDisabled;
    }

    boolean tellDisabled(boolean disabled) {
        boolean news = toldDisabled != disabled;
        toldDisabled = disabled;
        return news;
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
