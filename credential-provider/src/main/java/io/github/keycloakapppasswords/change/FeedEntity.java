package io.github.keycloakapppasswords.change;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row for the feed of each realm: its position. */
@Entity
@Table(name = "APP_PASSWORD_FEED")
@NamedQuery(name = FeedEntity.ALL, query = "select f.realmId, f.epoch, f.head, f.forgotten from FeedEntity f")
public class FeedEntity {

    static final String ALL = "feeds";

    @Id
    @Column(name = "REALM_ID", length = 36)
    private @Nullable String realmId;

    @Column(name = "EPOCH", length = 36, nullable = false)
    private @Nullable String epoch;

    @Column(name = "HEAD", nullable = false)
    private long head;

    @Column(name = "FORGOTTEN", nullable = false)
    private long forgotten;

    /** For JPA. */
    protected FeedEntity() {}

    FeedEntity(String realmId) {
        this.realmId = realmId;
        this.epoch = UUID.randomUUID().toString();
    }

    FeedState state() {
        return new FeedState(Objects.requireNonNull(epoch), head, forgotten);
    }

    long nextPlace() {
        return ++head;
    }

    void forget(long upTo) {
        forgotten = Math.max(forgotten, upTo);
    }
}
