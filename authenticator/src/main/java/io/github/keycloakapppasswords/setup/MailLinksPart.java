package io.github.keycloakapppasswords.setup;

import io.github.keycloakapppasswords.notice.MailLinks;
import io.github.keycloakapppasswords.setup.Part.Status;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The links in mails to owners, which need a configured address. */
final class MailLinksPart {

    private final KeycloakSession session;
    private final RealmModel realm;

    MailLinksPart(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Changes nothing: the address is an option of the server or a setting of the realm. */
    Part check() {
        return MailLinks.areConfigured(session.getKeycloakSessionFactory(), realm)
                ? new Part(Status.KEPT, "Mails to owners have links, the link \"This was not me\" among them.")
                : new Part(
                        Status.WARNING,
                        "Mails to owners have no links, and so no link \"This was not me\", since no address is"
                                + " configured for them: set the server's option hostname to a full URL, like"
                                + " https://keycloak.example.org, or the realm's frontend URL (realm settings, General).");
    }
}
