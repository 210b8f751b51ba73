package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.validation.ValidationProvider;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Writes a report as a Keycloak event, in a session of its own, unless another node has reported its fold.
 *
 * <p>The folds of the cluster are Keycloak's single-use objects: they expire by themselves, and hold a digest only.
 */
final class EventWriter implements Consumer<Report> {

    private static final String FOLD_PREFIX = "app-passwords.event.";

    private final KeycloakSessionFactory factory;

    EventWriter(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    @Override
    public void accept(Report report) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> {
            RealmModel realm = session.realms().getRealm(report.realmId());
            if (realm != null) {
                session.getContext().setRealm(realm);
                writeIfNews(session, realm, resolve(session, realm, report));
            }
        });
    }

    private static Report resolve(KeycloakSession session, RealmModel realm, Report report) {
        String name = report.unresolvedName();
        if (name == null) {
            return report;
        }
        Optional<String> userId = session.getProvider(ValidationProvider.class).userId(realm, name);
        return Reports.resolve(report, userId.orElse(null));
    }

    private static void writeIfNews(KeycloakSession session, RealmModel realm, Report report) {
        boolean news = session.singleUseObjects()
                .putIfAbsent(
                        FOLD_PREFIX + Digest.of(report.fold()), report.foldFor().toSeconds());
        if (!news) {
            return;
        }
        EventBuilder event = new EventBuilder(realm, session)
                .event(report.type())
                .client(report.clientId())
                .user(report.userId())
                .ipAddress(report.address())
                .storeImmediately(false);
        report.details().forEach(event::detail);
        if (report.error() == null) {
            event.success();
        } else {
            event.error(report.error());
        }
    }
}
