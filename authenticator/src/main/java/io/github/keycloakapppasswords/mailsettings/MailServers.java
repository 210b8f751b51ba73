package io.github.keycloakapppasswords.mailsettings;

import io.github.keycloakapppasswords.gateway.RealmGateways;
import io.github.keycloakapppasswords.policy.MailPrograms.UserName;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.policy.Server;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.verdict.LoginIdentity;
import io.github.keycloakapppasswords.verdict.LoginIdentity.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.RealmModel;

/**
 * The mail servers that an admin named in the policy.
 *
 * <p><b>Security.</b> Nothing here depends on a user: the answer is the same for every address of a domain. The policy has
 * no server without TLS.
 */
final class MailServers {

    private static final Set<Protocol> MAIL = Set.of(Protocol.IMAP, Protocol.POP3, Protocol.SMTP);

    private final RealmModel realm;
    private final RealmGateways gateways;

    MailServers(RealmModel realm) {
        this.realm = realm;
        this.gateways = new RealmGateways(realm);
    }

    /**
     * One server.
     *
     * @param userName that the mail program uses there
     */
    record MailServer(Server server, UserName userName) {}

    /** The servers for addresses of a domain, in the policy's order; empty if the realm says nothing of that domain. */
    List<MailServer> of(String domain) {
        Policy policy = Policy.inForce(realm);
        if (!realm.isEnabled() || !policy.mailPrograms().domains().contains(domain)) {
            return List.of();
        }
        return policy.servers().stream()
                .filter(server -> MAIL.contains(server.protocol()) && !server.isWebAddress())
                .map(server -> new MailServer(server, userName(policy, server.protocol())))
                .toList();
    }

    /** The policy's choice, or the name by which the gateways of the protocol know users. */
    private UserName userName(Policy policy, Protocol protocol) {
        UserName chosen = policy.mailPrograms().userName();
        if (chosen != null) {
            return chosen;
        }
        Set<Kind> kinds = gateways.loginIdentities(protocol).stream()
                .map(LoginIdentity::kind)
                .collect(Collectors.toSet());
        boolean findable = realm.isLoginWithEmailAllowed() && !realm.isDuplicateEmailsAllowed();
        if (realm.isRegistrationEmailAsUsername() || (findable && kinds.equals(Set.of(Kind.EMAIL)))) {
            return UserName.ADDRESS;
        }
        boolean byUserName = kinds.isEmpty() || kinds.equals(Set.of(Kind.USERNAME));
        // neither the address nor its first part is what such gateways call a user; Keycloak finds the user by the
        // address
        return byUserName || !findable ? UserName.LOCAL_PART : UserName.ADDRESS;
    }
}
