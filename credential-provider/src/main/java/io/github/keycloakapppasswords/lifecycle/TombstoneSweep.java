package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.credential.AppPasswordEnds;
import io.github.keycloakapppasswords.credential.AppPasswordLeftovers;
import io.github.keycloakapppasswords.credential.AppPasswordLeftovers.Owner;
import io.github.keycloakapppasswords.credential.AppPasswordLeftovers.Page;
import io.github.keycloakapppasswords.credential.ImportedUsers;
import io.github.keycloakapppasswords.policy.Retention;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.timer.ScheduledTask;

/**
 * Clears up after app passwords: notes the end of those that went without any event, deletes the rows of users and
 * realms that are gone, fills rows that a release before wrote, deletes tombstones and addresses that the realm keeps no
 * longer. Each piece in a transaction of its own; one that fails is left for the next run.
 */
public final class TombstoneSweep implements ScheduledTask {

    private static final Logger LOG = Logger.getLogger(TombstoneSweep.class);

    private static final int PIECE = 500;

    private final Clock clock;
    private final BooleanSupplier stopping;

    /** @param stopping whether the server is about to stop: the rest is left to the next run then */
    public TombstoneSweep(Clock clock, BooleanSupplier stopping) {
        this.clock = clock;
        this.stopping = stopping;
    }

    @Override
    public void run(KeycloakSession session) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        List<String> realms =
                session.realms().getRealmsStream().map(RealmModel::getId).toList();
        Page page = pageAfter(factory, "");
        while (page != null && !stopping.getAsBoolean()) {
            sweep(factory, page);
            page = pageAfter(factory, page.last());
        }
        realms.forEach(realmId -> purge(factory, realmId));
        attempt(factory, List.<String>of(), own -> new AppPasswordLeftovers(own).realmsGone())
                .forEach(realmId -> attempt(factory, false, own -> deleteOfRealm(own, realmId)));
    }

    private static boolean deleteOfRealm(KeycloakSession own, String realmId) {
        new AppPasswordLeftovers(own).deleteOfRealm(realmId);
        LOG.infof("Deleted what was left of the app passwords of realm %s, which is gone", realmId);
        return true;
    }

    private static @Nullable Page pageAfter(KeycloakSessionFactory factory, String last) {
        return attempt(factory, Optional.<Page>empty(), own -> new AppPasswordLeftovers(own).pageAfter(last, PIECE))
                .orElse(null);
    }

    private void sweep(KeycloakSessionFactory factory, Page page) {
        attempt(factory, 0, own -> new AppPasswordLeftovers(own).fill(page, clock.instant()));
        attempt(factory, List.<Owner>of(), own -> new AppPasswordLeftovers(own).ownersNotInDatabase(page))
                .forEach(owner -> attempt(factory, false, own -> deleteIfGone(own, owner)));
        attempt(factory, List.<Owner>of(), own -> new AppPasswordLeftovers(own).ownersWithoutCredential(page))
                .forEach(owner -> attempt(factory, 0, own -> catchUp(own, owner)));
    }

    /** A user of another storage is gone if the storage is; whether it still has the user is not asked here. */
    private static boolean deleteIfGone(KeycloakSession own, Owner owner) {
        RealmModel realm = realm(own, owner.realmId());
        boolean gone = realm == null || isGone(own, realm, owner.userId());
        if (gone) {
            new AppPasswordLeftovers(own).delete(owner);
            LOG.infof("Deleted what was left of the app passwords of user %s, who is gone", owner.userId());
        }
        return gone;
    }

    private static boolean isGone(KeycloakSession own, RealmModel realm, String userId) {
        String storage = StorageId.providerId(userId);
        return storage == null
                ? UserStoragePrivateUtil.userLocalStorage(own).getUserById(realm, userId) == null
                : realm.getComponent(storage) == null;
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
    }

    private interface Purge {
        int purge(AppPasswordLeftovers leftovers, Retention kept);
    }

    private void repeat(KeycloakSessionFactory factory, String realmId, Purge purge) {
        int purged;
        do {
            purged = attempt(factory, 0, own -> {
                RealmModel realm = realm(own, realmId);
                return Optional.ofNullable(realm)
                        .flatMap(Retention::of)
                        .map(kept -> purge.purge(new AppPasswordLeftovers(own), kept))
                        .orElse(0);
            });
        } while (purged > 0 && !stopping.getAsBoolean());
    }

    /** Does one piece of the work; the answer is {@code otherwise} if it fails. */
    private static <T> T attempt(KeycloakSessionFactory factory, T otherwise, Function<KeycloakSession, T> piece) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(factory, piece::apply);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "A piece of the clearing up after app passwords failed, the next run tries again: %s",
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
