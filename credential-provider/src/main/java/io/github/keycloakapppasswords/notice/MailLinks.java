package io.github.keycloakapppasswords.notice;

import io.github.keycloakapppasswords.event.AbsentRequest;
import io.github.keycloakapppasswords.work.RealmWork;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/** Whether the mails of a realm have links. */
public final class MailLinks {

    private MailLinks() {}

    /**
     * Whether an address is configured for links, as {@link FrontEnd} needs it. It is looked up as for a mail, without the
     * request that asks for it: every request brings an address.
     */
    public static boolean areConfigured(KeycloakSessionFactory factory, RealmModel realm) {
        return new RealmWork(factory, realm.getId())
                .call("reading the address of links", (session, sameRealm) -> {
                    AbsentRequest.putInPlace(session);
                    return FrontEnd.of(session, sameRealm).isPresent();
                })
                .orElse(false);
    }
}
