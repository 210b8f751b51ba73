package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.factor.FactorNotes;
import io.github.keycloakapppasswords.refusal.LastRefusals;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Finds and deletes leftover rows of app passwords: for the sweep, in small pieces, each in the session's transaction. Reads by
 * index or primary key, never users one by one.
 */
public final class AppPasswordLeftovers {

    private static final String PAGE = "select p.id from AppPasswordEntity p where p.id > :after order by p.id";

    private static final String IN_PAGE = " where p.id > :after and p.id <= :last";

    private static final String WITHOUT_CREDENTIAL = "select distinct p.realmId, p.userId from AppPasswordEntity p"
            + IN_PAGE + " and p.endedAt is null"
            + " and not exists (select 1 from CredentialEntity c where c.id = p.id)"
            + " and not exists (select 1 from FederatedUserCredentialEntity f where f.id = p.id)";

    private static final String WITHOUT_USER = "select distinct p.realmId, p.userId from AppPasswordEntity p" + IN_PAGE
            + " and not exists (select 1 from UserEntity u where u.id = p.userId)";

    private static final String WITHOUT_USER_IN = "select distinct x.realmId, x.userId from %s x"
            + " where x.userId > :after and not exists (select 1 from UserEntity u where u.id = x.userId)"
            + " order by x.userId";

    private static final String NETWORKS_WITHOUT_ROW = "select distinct n.credentialId from UsedNetworkEntity n"
            + " where not exists (select 1 from AppPasswordEntity p where p.id = n.credentialId)";

    private static final String DELETE_NETWORKS = "delete from UsedNetworkEntity n where n.credentialId in :ids";

    private static final String NEXT_REALM = "select min(x.realmId) from %s x where x.realmId > :after";

    private static final List<String> TABLES = List.of(
            "AppPasswordEntity",
            "AppPasswordOwnerEntity",
            "NotMovedEntity",
            "LastRefusalEntity",
            "UsedNetworkEntity",
            "FactorNoteEntity",
            "FeedEntity",
            "ChangeEntity");

    private static final String ENDED_BEFORE =
            "select p.id from AppPasswordEntity p where p.realmId = :realmId" + " and p.endedAt < :before";

    private static final String ADDRESSES_BEFORE = "select p.id from AppPasswordEntity p where p.realmId = :realmId"
            + " and p.%1$sAddress is not null and p.%1$sAt < :before";

    private static final String FORGET_ADDRESSES =
            "update AppPasswordEntity p set p.%sAddress = null where p.id in :ids";

    private final KeycloakSession session;
    private final EntityManager entityManager;

    public AppPasswordLeftovers(KeycloakSession session) {
        this.session = session;
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** The owner of rows. */
    public record Owner(String realmId, String userId) {}

    /**
     * What is left over in some rows.
     *
     * @param last the last id of these rows
     * @param notInDatabase owners who are not in Keycloak's own table of users: they were removed, or another storage has them
     * @param withoutCredential owners of rows whose credential was removed unnoticed
     */
    public record Page(String last, List<Owner> notInDatabase, List<Owner> withoutCredential) {}

    /**
     * Reads the rows after this id, by their primary key.
     *
     * @param after the id before the first; empty at the beginning
     * @param most how many rows at most
     * @return empty if there are no more rows
     */
    public Optional<Page> pageAfter(String after, int most) {
        List<String> ids = entityManager
                .createQuery(PAGE, String.class)
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultList();
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        String last = ids.get(ids.size() - 1);
        return Optional.of(new Page(last, owners(WITHOUT_USER, after, last), owners(WITHOUT_CREDENTIAL, after, last)));
    }

    /** Tables with rows of users, beside that of app passwords. */
    public enum OfUsers {
        OWNERS("AppPasswordOwnerEntity"),
        NOT_MOVED("NotMovedEntity"),
        REFUSALS("LastRefusalEntity"),
        FACTORS("FactorNoteEntity");

        private final String entity;

        OfUsers(String entity) {
            this.entity = entity;
        }
    }

    /**
     * The same, of another table: a row may have been written while its user was being removed.
     *
     * @param after the user id before the first; empty at the beginning
     * @param most how many at most
     */
    public List<Owner> usersNotInDatabase(OfUsers table, String after, int most) {
        return asOwners(entityManager
                .createQuery(WITHOUT_USER_IN.formatted(table.entity), Object[].class)
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultList());
    }

    /**
     * Deletes the networks of app passwords that have no row.
     *
     * @return of how many app passwords, at most {@code most}: then there may be more
     */
    public int deleteNetworksWithoutRow(int most) {
        List<String> ids = entityManager
                .createQuery(NETWORKS_WITHOUT_ROW, String.class)
                .setMaxResults(most)
                .getResultList();
        if (!ids.isEmpty()) {
            entityManager.createQuery(DELETE_NETWORKS).setParameter("ids", ids).executeUpdate();
        }
        return ids.size();
    }

    /**
     * Realms that are gone and left rows: they were deleted while this extension was not there. Looks for one realm after the other in
     * the indexes, and does not read the rows.
     */
    public List<String> realmsGone() {
        AppPasswordRows rows = new AppPasswordRows(session);
        return TABLES.stream()
                .flatMap(this::realmsIn)
                .distinct()
                .filter(realmId -> !rows.isRealm(realmId))
                .toList();
    }

    private Stream<String> realmsIn(String table) {
        return Stream.iterate(realmAfter(table, ""), Objects::nonNull, last -> realmAfter(table, last));
    }

    private @Nullable String realmAfter(String table, String last) {
        return entityManager
                .createQuery(NEXT_REALM.formatted(table), String.class)
                .setParameter("after", last)
                .getSingleResult();
    }

    /**
     * Deletes rows of a realm that is gone.
     *
     * @return whether there may be more
     */
    public boolean deleteSomeOfRealm(String realmId) {
        return new AppPasswordRows(session).deleteSomeOfRealm(realmId);
    }

    /** Deletes all rows of a removed user. */
    public void delete(Owner owner) {
        new AppPasswordRows(session).deleteOfUser(owner.realmId(), owner.userId());
    }

    /**
     * Deletes tombstones of a realm.
     *
     * @param before only those that ended before this time
     * @return how many, at most {@code most}: then there may be more
     */
    public int deleteTombstones(String realmId, Instant before, int most) {
        List<String> ids = ids(ENDED_BEFORE, realmId, before, most);
        return ids.isEmpty()
                ? 0
                : entityManager
                        .createNamedQuery(AppPasswordEntity.DELETE_BY_ID)
                        .setParameter("ids", ids)
                        .executeUpdate();
    }

    /**
     * Forgets from where app passwords of a realm were used, and tried after their end, and users were refused. Networks are
     * found by an index. Uses, tries and refusals are not: PostgreSQL 15 reads through 100,000 rows of tries in 62 ms and of
     * refusals in 9 ms, once an hour, and an index would have to be written at each use, try and refusal.
     *
     * @param before only of uses, tries and refusals before this time
     * @return how many, at most four times {@code most}; 0: there are no more
     */
    public int forgetAddresses(String realmId, Instant before, int most) {
        int rows = Stream.of("used", "tried")
                .mapToInt(kind -> {
                    List<String> ids = ids(ADDRESSES_BEFORE.formatted(kind), realmId, before, most);
                    return ids.isEmpty()
                            ? 0
                            : entityManager
                                    .createQuery(FORGET_ADDRESSES.formatted(kind))
                                    .setParameter("ids", ids)
                                    .executeUpdate();
                })
                .sum();
        return rows
                + new UsedNetworks(session).forget(realmId, before, most)
                + new LastRefusals(session).forgetAddresses(realmId, before, most);
    }

    /**
     * Deletes notes about second factors of a realm's users that are older than every waiting time.
     *
     * @return how many notes, at most {@code most}: then there may be more
     */
    public int forgetFactors(String realmId, Instant now, int most) {
        return new FactorNotes(session).forget(realmId, now, most);
    }

    private List<String> ids(String query, String realmId, Instant before, int most) {
        return entityManager
                .createQuery(query, String.class)
                .setParameter("realmId", realmId)
                .setParameter("before", before.toEpochMilli())
                .setMaxResults(most)
                .getResultList();
    }

    private List<Owner> owners(String query, String after, String last) {
        return asOwners(entityManager
                .createQuery(query, Object[].class)
                .setParameter("after", after)
                .setParameter("last", last)
                .getResultList());
    }

    private static List<Owner> asOwners(List<Object[]> rows) {
        return rows.stream()
                .map(found -> new Owner(Objects.toString(found[0]), Objects.toString(found[1])))
                .toList();
    }
}
