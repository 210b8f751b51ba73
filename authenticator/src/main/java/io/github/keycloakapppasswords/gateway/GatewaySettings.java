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
 * What an admin decided about a gateway.
 *
 * @param protocols what it may ask for, never empty
 * @param names what it calls them
 * @param loginIdentity by which of a user's names it knows her
 * @param nameComparison how the service behind it compares names
 * @param domainPrefixes what it takes off the beginning of a submitted name, without the backslash: {@code EXAMPLE} of
 *     {@code EXAMPLE\owner}; empty for nothing
 * @param requiredRole the role a user must have, as the admin wrote it: {@code role} or {@code client.role};
 *     {@code null} for none
 * @param networks from where the gateway may call; empty for anywhere
 * @param masterUserSeparator what the mail server splits a master user's login at: one or more characters that no name
 *     may hold; empty for none
 * @param clientAddress what its word about the end client's address counts
 * @param backends where a proxy sends those it lets in, by protocol; empty for a gateway that is no proxy
 * @param requestsPerSecond how many questions one Keycloak node answers it, in a burst of at most one second's worth; 0
 *     for any number
 * @param cacheSeconds how long the gateway remembers a right pair, and so accepts it after its end; 0: not at all
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

    /** The end client's address as it counts: {@code null} if none was sent or the gateway's word does not count. */
    public @Nullable String clientAddress(@Nullable String sent) {
        return clientAddress == ClientAddress.IGNORED ? null : sent;
    }

    /** The submitted name without one of the domain prefixes, whose case does not count; as it is without such a prefix. */
    public String withoutDomainPrefix(String name) {
        int end = name.indexOf('\\');
        if (end < 0 || domainPrefixes.isEmpty()) {
            return name;
        }
        String prefix = name.substring(0, end).strip();
        return domainPrefixes.stream().anyMatch(prefix::equalsIgnoreCase) ? name.substring(end + 1) : name;
    }
}
