package io.github.keycloakapppasswords.notice;

import io.github.keycloakapppasswords.event.AbsentRequest;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.urls.UrlType;

/**
 * The addresses of a realm's pages for links in mails.
 *
 * <p><b>Security.</b> Known only from the configuration: the server's option {@code hostname} as a full URL, or the realm's
 * frontend URL. Notices are written in sessions without a request, where Keycloak (26.7.4,
 * {@code DefaultKeycloakContext.getUri}) has no header to take a host from and fails if it needs one. Keycloak 26.6 fails at once without a
 * request; {@link AbsentRequest} stands in for it.
 */
record FrontEnd(URI base, String realmName, String consolePath) {

    private static final Logger LOG = Logger.getLogger(FrontEnd.class);

    /** Each realm is logged once, so that the log is not filled. */
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    /**
     * The front end of the realm in the session's context.
     *
     * @param session without a request
     * @return empty if no address is configured
     */
    static Optional<FrontEnd> of(KeycloakSession session, RealmModel realm) {
        AbsentRequest.standIn(session);
        try {
            URI base = session.getContext().getUri(UrlType.FRONTEND).getBaseUri();
            return Optional.of(new FrontEnd(base, realm.getName(), AccountConsolePath.of(session)));
        } catch (RuntimeException e) {
            // the exception's class belongs to Keycloak's application server
            if (TOLD.add(realm.getId())) {
                LOG.warnf(
                        "Mails about app passwords of the realm %s have no links, since no address is configured for them."
                                + " Set the option hostname to a full URL, like https://keycloak.example.org, or the"
                                + " realm's frontend URL.",
                        realm.getName());
            }
            LOG.debug("Keycloak has no configured address", e);
            return Optional.empty();
        }
    }

    /** The page of the account console that shows app passwords. */
    String accountConsole() {
        return realm().path(consolePath).build().toString();
    }

    /** The address of {@link NotMeResource}. */
    String notMe(String key) {
        return realm().path("app-passwords/not-me")
                .queryParam(NotMeResource.KEY, key)
                .build()
                .toString();
    }

    private UriBuilder realm() {
        return UriBuilder.fromUri(base).path("realms").segment(realmName);
    }
}
