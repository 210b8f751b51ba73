package io.github.keycloakapppasswords.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.keycloakapppasswords.term.Protocol;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/**
 * One recorded change. The row is inserted without a place in the transaction that makes the change, and gets its place after
 * the commit: places follow the order in which changes become visible, so that a reader has missed no change before its place.
 */
@Entity
@Table(name = "APP_PASSWORD_CHANGE")
@NamedQuery(
        name = ChangeEntity.WITHOUT_PLACE,
        query = "select c from ChangeEntity c where c.realmId = :realmId and c.place is null order by c.notedAt, c.id")
@NamedQuery(
        name = ChangeEntity.REALMS_WITHOUT_PLACE,
        query = "select distinct c.realmId from ChangeEntity c where c.place is null")
@NamedQuery(
        name = ChangeEntity.ALL_WITHOUT_PLACE,
        query = "select c from ChangeEntity c where c.place is null and c.id > :after order by c.id")
@NamedQuery(
        name = ChangeEntity.AFTER,
        query = "select c from ChangeEntity c where c.realmId = :realmId and c.place > :after and c.place <= :upTo"
                + " order by c.place")
@NamedQuery(
        name = ChangeEntity.REALMS_BEFORE,
        query = "select f.realmId from FeedEntity f where exists (select 1 from ChangeEntity c"
                + " where c.realmId = f.realmId and c.place is not null and c.notedAt < :before)")
@NamedQuery(
        name = ChangeEntity.LAST_BEFORE,
        query = "select max(c.place) from ChangeEntity c where c.realmId = :realmId and c.notedAt < :before")
@NamedQuery(
        name = ChangeEntity.IDS_UP_TO,
        query = "select c.id from ChangeEntity c where c.realmId = :realmId and c.place <= :upTo order by c.place")
@NamedQuery(name = ChangeEntity.DELETE, query = "delete from ChangeEntity c where c.id in :ids")
public class ChangeEntity {

    static final String WITHOUT_PLACE = "changesWithoutPlace";
    static final String REALMS_WITHOUT_PLACE = "realmsOfChangesWithoutPlace";
    static final String ALL_WITHOUT_PLACE = "changesOfAllRealmsWithoutPlace";
    static final String AFTER = "changesAfter";
    static final String REALMS_BEFORE = "realmsOfChangesBefore";
    static final String LAST_BEFORE = "lastChangeBefore";
    static final String IDS_UP_TO = "idsOfChangesUpTo";
    static final String DELETE = "deleteChanges";

    private static final Logger LOG = Logger.getLogger(ChangeEntity.class);

    /** Rows that this node has logged, by their ids: gateways read a row many times. */
    private static final Cache<String, Long> UNREADABLE =
            Caffeine.newBuilder().maximumSize(1000).build();

    private static final int LONGEST_NAMES = 2000;
    private static final String SEPARATOR = ",";

    @Id
    @Column(name = "ID", length = 36)
    private @Nullable String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    private @Nullable String realmId;

    @Column(name = "PLACE")
    private @Nullable Long place;

    @Column(name = "CHANGE_TYPE", length = 32, nullable = false)
    private @Nullable String type;

    @Column(name = "USER_ID")
    private @Nullable String userId;

    @Column(name = "NAMES", length = LONGEST_NAMES)
    private @Nullable String names;

    @Column(name = "PROTOCOLS", length = 2000)
    private @Nullable String protocols;

    @Column(name = "NOTED_AT", nullable = false)
    private long notedAt;

    /** {@link ThisNode#ID} of the node that noted it. */
    @Column(name = "NODE", length = 36)
    private @Nullable String node;

    /** For JPA. */
    protected ChangeEntity() {}

    ChangeEntity(String realmId, Change change) {
        this.id = UUID.randomUUID().toString();
        this.realmId = realmId;
        this.type = change.type().id();
        this.userId = change.userId();
        this.names = write(change.names());
        this.protocols = change.protocols().isEmpty()
                ? null
                : change.protocols().stream().map(Protocol::id).sorted().collect(Collectors.joining(SEPARATOR));
        this.notedAt = change.at().toEpochMilli();
        this.node = ThisNode.ID;
    }

    void place(long given) {
        place = given;
    }

    /**
     * The change, with its place.
     *
     * @throws NullPointerException if it has no place yet
     */
    PlacedChange placed() {
        return new PlacedChange(Objects.requireNonNull(place), noted());
    }

    /** The change, with the key of its row. */
    NotedChange noted() {
        return new NotedChange(
                Objects.requireNonNull(id), Objects.requireNonNull(realmId), change(), ThisNode.ID.equals(node));
    }

    /**
     * An unreadable row, written by someone else or a newer version of the extension, counts as a change that may concern
     * everything: gateways and nodes forget the whole realm, and read on.
     */
    private Change change() {
        try {
            return readable();
        } catch (IllegalArgumentException e) {
            if (UNREADABLE.asMap().putIfAbsent(Objects.requireNonNull(id), notedAt) == null) {
                LOG.errorf(
                        "The change %s in APP_PASSWORD_CHANGE cannot be read: %s Gateways forget all cached"
                                + " answers instead.",
                        id, e.getMessage());
            }
            return new Change(ChangeType.RESET, null, Map.of(), Set.of(), Instant.ofEpochMilli(notedAt));
        }
    }

    private Change readable() {
        Set<Protocol> concerned = protocols == null
                ? Set.of()
                : Arrays.stream(protocols.split(SEPARATOR)).map(Protocol::of).collect(Collectors.toSet());
        return new Change(
                ChangeType.of(Objects.requireNonNull(type)),
                userId,
                read(names),
                concerned,
                Instant.ofEpochMilli(notedAt));
    }

    /** Names that are too long together are omitted: then gateways assume that every user may be concerned. */
    private static @Nullable String write(Map<String, String> names) {
        try {
            String json = JsonSerialization.writeValueAsString(names);
            return names.isEmpty() || json.length() > LONGEST_NAMES ? null : json;
        } catch (IOException e) {
            throw new IllegalStateException("A map of texts can be written as JSON.", e);
        }
    }

    private static Map<String, String> read(@Nullable String json) {
        if (json == null) {
            return Map.of();
        }
        Map<String, String> read;
        try {
            read = JsonSerialization.mapper.readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("NAMES must be a JSON object of texts.", e);
        }
        if (read == null || read.containsValue(null)) {
            throw new IllegalArgumentException("NAMES must be a JSON object of texts.");
        }
        return read;
    }
}
