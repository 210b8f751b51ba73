package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.username.NameComparison;
import io.github.keycloakapppasswords.verdict.LoginIdentity;
import io.github.keycloakapppasswords.verdict.Requester.ClientAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The admin's settings of a gateway.
 *
 * @param protocols the protocols that the gateway may ask for, never empty
 * @param names the gateway's names of these protocols
 * @param loginIdentity the name by which the gateway knows a user
 * @param nameComparison how the service behind the gateway compares names
 * @param domainPrefixes prefixes that are removed from a submitted name, without the backslash: {@code EXAMPLE} of
 *     {@code EXAMPLE\owner}; empty for none
 * @param requiredRole the role that a user must have, as the admin wrote it: {@code role} or {@code client.role}; {@code null}
 *     for none
 * @param networks the networks from which the gateway may call; empty for any
 * @param masterUserSeparator the mail server's separator in a master user's login: one or more characters that no name may
 *     hold; empty for none
 * @param clientAddress how far the end client's address from the gateway counts
 * @param backends the servers for accepted users of a proxy, by protocol; empty for a gateway that is not a proxy
 * @param requestsPerSecond how many questions one Keycloak node answers, in a burst of at most one second's worth; 0 for any
 *     number
 * @param cacheSeconds how long the gateway remembers a right pair, and so accepts an ended app password; 0: not at all
 */
public record GatewaySettings(
        Set<Protocol> protocols,
        ProtocolNames names,
        LoginIdentity loginIdentity,
        NameComparison nameComparison,
        List<String> domainPrefixes,
        @Nullable String requiredRole,
        List<Network> networks,
        String masterUserSeparator,
        ClientAddress clientAddress,
        Map<Protocol, Backend> backends,
        int requestsPerSecond,
        int cacheSeconds) {

    /** The end client's address as far as it counts: {@code null} if none was sent or the address is ignored. */
    public @Nullable String clientAddress(@Nullable String sent) {
        return clientAddress == ClientAddress.IGNORED ? null : sent;
    }

    /** The submitted name without a domain prefix of the settings, in any case; unchanged without such a prefix. */
    public String withoutDomainPrefix(String name) {
        int end = name.indexOf('\\');
        if (end < 0 || domainPrefixes.isEmpty()) {
            return name;
        }
        String prefix = name.substring(0, end).strip();
        return domainPrefixes.stream().anyMatch(prefix::equalsIgnoreCase) ? name.substring(end + 1) : name;
    }
}
