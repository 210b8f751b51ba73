package io.github.keycloakapppasswords.use;

import io.github.keycloakapppasswords.policy.MailNotice;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.policy.Retention;
import io.github.keycloakapppasswords.row.UsedNetworks;
import io.github.keycloakapppasswords.term.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Records the networks from which app passwords are used, in the session's transaction: only for realms that send owners
 * notices of new ones and keep addresses. For other realms it reads nothing and writes nothing.
 */
final class NetworkNotes {

    private final KeycloakSession session;
    private final Map<String, Boolean> wanted = new HashMap<>();

    NetworkNotes(KeycloakSession session) {
        this.session = session;
    }

    void note(List<NotedUse> batch) {
        batch.stream().filter(use -> use.key().kind() == NotedUse.Kind.USED).forEach(this::note);
    }

    private void note(NotedUse use) {
        RealmModel realm = session.realms().getRealm(use.realmId());
        if (realm != null && wanted.computeIfAbsent(use.realmId(), id -> isWanted(realm))) {
            IpAddress.parse(use.address()).ifPresent(address -> new UsedNetworks(session)
                    .used(realm, use.userId(), use.key().credentialId(), address, use.at()));
        }
    }

    private static boolean isWanted(RealmModel realm) {
        return Policy.inForce(realm).mailNotices().contains(MailNotice.NEW_NETWORK)
                && Retention.of(realm)
                        .filter(kept -> !kept.addresses().isZero())
                        .isPresent();
    }
}
