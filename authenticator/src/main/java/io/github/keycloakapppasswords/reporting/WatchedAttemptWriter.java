package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.lifecycle.DatabaseClock;
import io.github.keycloakapppasswords.policy.Retention;
import io.github.keycloakapppasswords.reporting.WatchedAttempts.Watched;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.watch.SignInNews;
import io.github.keycloakapppasswords.watch.WatchedSignIns;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/**
 * Keeps an attempt for the owner's page, if the owner watches. An address is kept only where the realm's policy keeps addresses.
 * Asks Keycloak's caches only, no database and no directory.
 */
final class WatchedAttemptWriter implements Predicate<Watched> {

    private final KeycloakSessionFactory factory;
    private final DatabaseClock clock;

    /** @param clock that of validation */
    WatchedAttemptWriter(KeycloakSessionFactory factory, DatabaseClock clock) {
        this.factory = factory;
        this.clock = clock;
    }

    @Override
    public boolean test(Watched watched) {
        return new OwnTransaction(factory).callInCaches(session -> write(session, watched));
    }

    private boolean write(KeycloakSession session, Watched watched) {
        String realmId = watched.realmId();
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null) {
            return false;
        }
        session.getContext().setRealm(realm);
        WatchedSignIns signIns = new WatchedSignIns(session);
        String owner = watched.news().userId();
        return signIns.isWatched(realmId, owner) && signIns.note(realmId, owner, news(realm, watched));
    }

    private SignInNews news(RealmModel realm, Watched watched) {
        return new SignInNews(
                watched.news().outcome(),
                watched.attempt().protocol(),
                Retention.keepsAddresses(realm) ? address(watched) : null,
                shared(watched.news().asked()),
                watched.news().credentialId());
    }

    /** In the time that all nodes share. */
    private Instant shared(Instant asked) {
        return clock.shared().minus(Duration.between(asked, clock.instant()));
    }

    private static @Nullable String address(Watched watched) {
        return Reports.harmlessAddress(watched.attempt().clientAddress());
    }
}
