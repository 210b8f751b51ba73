package io.github.keycloakapppasswords.change;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One row for each node that runs, or ran a while ago. */
@Entity
@Table(name = "APP_PASSWORD_NODE")
@NamedQuery(name = NodeEntity.SEEN, query = "update NodeEntity n set n.seenAt = :at where n.id = :id")
@NamedQuery(name = NodeEntity.OTHERS, query = "select n.name from NodeEntity n where n.id <> :id and n.seenAt > :after")
@NamedQuery(name = NodeEntity.FORGET, query = "delete from NodeEntity n where n.seenAt < :before")
public class NodeEntity {

    static final String SEEN = "nodeSeen";
    static final String OTHERS = "otherNodes";
    static final String FORGET = "forgetNodes";

    static final int LONGEST_NAME = 255;

    @Id
    @Column(name = "ID", length = 36)
    private @Nullable String id;

    @Column(name = "NAME", length = LONGEST_NAME, nullable = false)
    private @Nullable String name;

    @Column(name = "SEEN_AT", nullable = false)
    private long seenAt;

    /** For JPA. */
    protected NodeEntity() {}

    NodeEntity(String id, String name, long seenAt) {
        this.id = id;
        this.name = name;
        this.seenAt = seenAt;
    }
}
