package io.github.keycloakapppasswords.reporting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
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
            if (realm != null && isNews(session, report)) {
                session.getContext().setRealm(realm);
                write(session, realm, report);
            }
        });
    }

    private static boolean isNews(KeycloakSession session, Report report) {
        return session.singleUseObjects()
                .putIfAbsent(
                        FOLD_PREFIX + digest(report.fold()), report.foldFor().toSeconds());
    }

    private static void write(KeycloakSession session, RealmModel realm, Report report) {
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

    private static String digest(String fold) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(fold.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one does not.", e);
        }
    }
}
