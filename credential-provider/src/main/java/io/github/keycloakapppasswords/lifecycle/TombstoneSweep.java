package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.policy.Retention;
import io.github.keycloakapppasswords.row.AppPasswordLeftovers;
import io.github.keycloakapppasswords.row.AppPasswordLeftovers.OfUsers;
import io.github.keycloakapppasswords.row.AppPasswordLeftovers.Owner;
import io.github.keycloakapppasswords.row.AppPasswordLeftovers.Page;
import io.github.keycloakapppasswords.store.AppPasswordEnds;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.timer.ScheduledTask;

/**
 * Clears up after app passwords: records ends without an event, deletes the rows of removed users and realms, deletes
 * tombstones and addresses after the realm's retention. Each piece in a separate transaction; a failing piece is left for the
 * next run.
 */
public final class TombstoneSweep implements ScheduledTask {

    private static final Logger LOG = Logger.getLogger(TombstoneSweep.class);

    private static final int PIECE = 500;

    /** Rows that are only read. */
    private static final int PAGE = 5_000;

    private final Clock clock;
    private final BooleanSupplier stopping;

    /** @param stopping whether the server is about to stop: the rest is left to the next run then */
    public TombstoneSweep(Clock clock, BooleanSupplier stopping) {
        this.clock = clock;
        this.stopping = stopping;
    }

    /** The session's own transaction lasts as long as the job: nothing is read in it. */
    @Override
    public void run(KeycloakSession session) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        List<String> realms = attempt(
                factory,
                List.<String>of(),
                own -> own.realms().getRealmsStream().map(RealmModel::getId).toList());
        Page page = pageAfter(factory, "");
        while (page != null && !stopping.getAsBoolean()) {
            deleteGone(factory, page.notInDatabase());
            page.withoutCredential().forEach(owner -> attempt(factory, 0, own -> catchUp(own, owner)));
            page = pageAfter(factory, page.last());
        }
        for (OfUsers table : OfUsers.values()) {
            sweep(factory, table);
        }
        repeat(() -> attempt(factory, 0, own -> new AppPasswordLeftovers(own).deleteNetworksWithoutRow(PIECE)));
        realms.forEach(realmId -> purge(factory, realmId));
        attempt(factory, List.<String>of(), own -> new AppPasswordLeftovers(own).realmsGone())
                .forEach(realmId -> deleteOfRealm(factory, realmId));
    }

    private void deleteOfRealm(KeycloakSessionFactory factory, String realmId) {
        repeat(() -> attempt(factory, false, own -> new AppPasswordLeftovers(own).deleteSomeOfRealm(realmId)) ? 1 : 0);
        LOG.infof("Deleted the remaining records of app passwords of the deleted realm %s", realmId);
    }

    private static @Nullable Page pageAfter(KeycloakSessionFactory factory, String last) {
        return attempt(factory, Optional.<Page>empty(), own -> new AppPasswordLeftovers(own).pageAfter(last, PAGE))
                .orElse(null);
    }

    private void sweep(KeycloakSessionFactory factory, OfUsers table) {
        String after = "";
        List<Owner> page;
        do {
            String last = after;
            page = attempt(factory, List.<Owner>of(), own -> new AppPasswordLeftovers(own)
                    .usersNotInDatabase(table, last, PIECE));
            deleteGone(factory, page);
            after = page.isEmpty() ? "" : page.get(page.size() - 1).userId();
        } while (page.size() == PIECE && !stopping.getAsBoolean());
    }

    private static void deleteGone(KeycloakSessionFactory factory, List<Owner> owners) {
        if (owners.isEmpty()) {
            return;
        }
        attempt(factory, List.<Owner>of(), own -> owners.stream()
                        .filter(owner -> isGone(own, owner))
                        .toList())
                .forEach(owner -> attempt(factory, false, own -> deleteIfGone(own, owner)));
    }

    /** A user of another storage is gone if the storage is; whether it still has the user is not asked here. */
    private static boolean isGone(KeycloakSession own, Owner owner) {
        RealmModel realm = realm(own, owner.realmId());
        String storage = StorageId.providerId(owner.userId());
        return realm == null
                || (storage == null
                        ? UserStoragePrivateUtil.userLocalStorage(own).getUserById(realm, owner.userId()) == null
                        : realm.getComponent(storage) == null);
    }

    private static boolean deleteIfGone(KeycloakSession own, Owner owner) {
        boolean gone = isGone(own, owner);
        if (gone) {
            new AppPasswordLeftovers(own).delete(owner);
            LOG.infof("Deleted the remaining records of app passwords of the deleted user %s", owner.userId());
        }
        return gone;
    }

    private int catchUp(KeycloakSession own, Owner owner) {
        RealmModel realm = realm(own, owner.realmId());
        UserModel user = realm == null ? null : new ImportedUsers(own, realm).byId(owner.userId());
        return realm == null || user == null ? 0 : new AppPasswordEnds(own, clock).catchUp(realm, user);
    }

    private void purge(KeycloakSessionFactory factory, String realmId) {
        Instant now = clock.instant();
        repeat(
                factory,
                realmId,
                (leftovers, kept) -> leftovers.deleteTombstones(realmId, now.minus(kept.tombstones()), PIECE));
        repeat(
                factory,
                realmId,
                (leftovers, kept) -> leftovers.forgetAddresses(realmId, now.minus(kept.addresses()), PIECE));
        repeat(() -> attempt(factory, 0, own -> new AppPasswordLeftovers(own).forgetFactors(realmId, now, PIECE)));
    }

    private interface Purge {
        int purge(AppPasswordLeftovers leftovers, Retention kept);
    }

    private void repeat(KeycloakSessionFactory factory, String realmId, Purge purge) {
        repeat(() -> attempt(factory, 0, own -> {
            RealmModel realm = realm(own, realmId);
            return Optional.ofNullable(realm)
                    .flatMap(Retention::of)
                    .map(kept -> purge.purge(new AppPasswordLeftovers(own), kept))
                    .orElse(0);
        }));
    }

    /** As long as there is something to do. */
    private void repeat(IntSupplier piece) {
        int done;
        do {
            done = piece.getAsInt();
        } while (done > 0 && !stopping.getAsBoolean());
    }

    /** Does one piece of the work; the answer is {@code otherwise} if it fails. */
    private static <T> T attempt(KeycloakSessionFactory factory, T otherwise, Function<KeycloakSession, T> piece) {
        try {
            return new OwnTransaction(factory).call("clearing up", piece);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "One step of the sweep of app passwords failed. The next run tries again: %s",
                    e.getClass().getName());
            LOG.debug("The failure of the sweep", e);
            return otherwise;
        }
    }

    private static @Nullable RealmModel realm(KeycloakSession own, String realmId) {
        RealmModel realm = own.realms().getRealm(realmId);
        own.getContext().setRealm(realm);
        return realm;
    }
}
