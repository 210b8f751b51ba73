package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.policy.Retention;
import io.github.keycloakapppasswords.reporting.WatchedAttempts.Watched;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.username.LoginName;
import io.github.keycloakapppasswords.watch.SignInNews;
import io.github.keycloakapppasswords.watch.WatchedSignIns;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/**
 * Keeps an attempt for the owner's page, if the owner watches. An address is kept only where the realm's policy keeps addresses.
 * Asks Keycloak's caches only, no database and no directory.
 */
final class WatchedAttemptWriter implements Consumer<Watched> {

    private final KeycloakSessionFactory factory;

    WatchedAttemptWriter(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    @Override
    public void accept(Watched watched) {
        new OwnTransaction(factory).run("passing a sign-in to its owner", session -> write(session, watched));
    }

    private static void write(KeycloakSession session, Watched watched) {
        RealmModel realm = session.realms().getRealm(watched.realmId());
        if (realm == null) {
            return;
        }
        session.getContext().setRealm(realm);
        WatchedSignIns signIns = new WatchedSignIns(session);
        owner(signIns, watched)
                .filter(signIns::isWatched)
                .ifPresent(owner -> signIns.note(owner, news(realm, watched)));
    }

    private static Optional<String> owner(WatchedSignIns signIns, Watched watched) {
        String name = watched.name();
        return name == null
                ? Optional.ofNullable(watched.news().userId())
                : LoginName.of(name, "").stream()
                        .flatMap(read -> read.spellings().stream())
                        .flatMap(spelling -> signIns.watcher(watched.realmId(), spelling).stream())
                        .findFirst();
    }

    private static SignInNews news(RealmModel realm, Watched watched) {
        return new SignInNews(
                watched.news().outcome(),
                watched.attempt().protocol(),
                Retention.keepsAddresses(realm) ? address(watched) : null,
                watched.at(),
                watched.news().credentialId());
    }

    private static @Nullable String address(Watched watched) {
        return Reports.harmlessAddress(watched.attempt().clientAddress());
    }
}
