package io.github.keycloakapppasswords.gateway;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.term.Quoted;
import io.github.keycloakapppasswords.username.NameComparison;
import io.github.keycloakapppasswords.verdict.LoginIdentity;
import io.github.keycloakapppasswords.verdict.Requester;
import io.github.keycloakapppasswords.verdict.Requester.ClientAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The admin's settings of a gateway, with the names that they have in JSON. {@code null} stands for the default of a setting.
 *
 * @param protocols the protocols that the gateway may ask for, never empty
 * @param protocolAliases protocols by the gateway's own names
 * @param defaultProtocol the protocol for a request that names none; {@code null} if the gateway must name one
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
 * @param backends the servers for accepted users of a proxy, by the protocol's id; empty for a gateway that is not a proxy
 * @param requestsPerSecond how many questions one Keycloak node answers, in a burst of at most one second's worth; {@code null}
 *     for any number
 * @param cacheSeconds how long the gateway remembers a right pair, and so accepts an ended app password; 0: not at all
 */
public record GatewaySettings(
        @JsonDeserialize(as = LinkedHashSet.class) Set<Protocol> protocols,
        Map<String, Protocol> protocolAliases,
        @Nullable Protocol defaultProtocol,
        LoginIdentity loginIdentity,
        NameComparison nameComparison,
        List<String> domainPrefixes,
        @Nullable String requiredRole,
        List<Network> networks,
        String masterUserSeparator,
        ClientAddress clientAddress,
        Map<String, Backend> backends,
        @Nullable Integer requestsPerSecond,
        int cacheSeconds) {

    private static final int LONGEST_SEPARATOR = 8;
    private static final Pattern DOMAIN_PREFIX = Pattern.compile("[^\\\\/@\\s\\p{C}\\p{Z}]{1,64}");
    private static final int LONGEST_ROLE = 512;
    private static final int LONGEST_ALIAS = 64;
    private static final int MOST_REQUESTS_PER_SECOND = 100_000;
    private static final int LONGEST_CACHE_SECONDS = 86_400;

    /** @throws InvalidRequestException if a value is not allowed */
    public GatewaySettings {
        protocols = Collections.unmodifiableSet(Objects.requireNonNullElse(protocols, Set.of()));
        protocolAliases = orNone(protocolAliases);
        loginIdentity = Objects.requireNonNullElse(loginIdentity, LoginIdentity.USERNAME);
        nameComparison = Objects.requireNonNullElse(nameComparison, NameComparison.BY_PROTOCOL);
        domainPrefixes = List.copyOf(Objects.requireNonNullElse(domainPrefixes, List.of()));
        networks = List.copyOf(Objects.requireNonNullElse(networks, List.of()));
        masterUserSeparator = Objects.requireNonNullElse(masterUserSeparator, Requester.DEFAULT_MASTER_USER_SEPARATOR);
        clientAddress = Objects.requireNonNullElse(clientAddress, ClientAddress.OPTIONAL);
        backends = orNone(backends);

        requireProtocols(protocols);
        requireAliases(protocolAliases, protocols);
        if (defaultProtocol != null) {
            requireAmong(protocols, "defaultProtocol", List.of(defaultProtocol.id()));
        }
        domainPrefixes.forEach(GatewaySettings::requireDomainPrefix);
        if (requiredRole != null && (requiredRole.isBlank() || requiredRole.length() > LONGEST_ROLE)) {
            throw refused("requiredRole", requiredRole, "a realm role's name, \"client.role\", or null for no role");
        }
        if (masterUserSeparator.length() > LONGEST_SEPARATOR
                || masterUserSeparator
                        .codePoints()
                        .anyMatch(c -> Character.isLetterOrDigit(c) || Character.isISOControl(c))) {
            throw refused(
                    "masterUserSeparator",
                    masterUserSeparator,
                    "at most " + LONGEST_SEPARATOR + " characters, none a letter or digit; \"\" for none");
        }
        requireAmong(protocols, "backends", backends.keySet());
        if (requestsPerSecond != null && (requestsPerSecond < 1 || requestsPerSecond > MOST_REQUESTS_PER_SECOND)) {
            throw refused(
                    "requestsPerSecond",
                    requestsPerSecond.toString(),
                    "a whole number from 1 to " + MOST_REQUESTS_PER_SECOND + ", or null for no limit");
        }
        if (cacheSeconds < 0 || cacheSeconds > LONGEST_CACHE_SECONDS) {
            throw refused(
                    "cacheSeconds",
                    Integer.toString(cacheSeconds),
                    "a whole number from 0 to " + LONGEST_CACHE_SECONDS);
        }
    }

    /** The gateway's names of its protocols. */
    public ProtocolNames names() {
        return new ProtocolNames(protocolAliases, defaultProtocol);
    }

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

    private static <T> Map<String, T> orNone(@Nullable Map<String, T> values) {
        return values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    private static void requireProtocols(Set<Protocol> protocols) {
        if (protocols.isEmpty()) {
            throw new InvalidRequestException(
                    "protocols",
                    "protocols is missing or empty: name what the gateway may ask for, like [\"imap\",\"smtp\"].");
        }
        if (protocols.stream().anyMatch(protocol -> ProtocolNames.isAlias(protocol.id()))) {
            throw new InvalidRequestException("protocols", "protocols holds \"submission\": its name is \"smtp\".");
        }
    }

    private static void requireAliases(Map<String, Protocol> aliases, Set<Protocol> protocols) {
        requireAmong(
                protocols,
                "protocolAliases",
                aliases.values().stream().map(Protocol::id).toList());
        for (String alias : aliases.keySet()) {
            boolean readable = !alias.isBlank()
                    && alias.length() <= LONGEST_ALIAS
                    && alias.codePoints().noneMatch(Character::isISOControl);
            if (!readable
                    || protocols.stream().anyMatch(protocol -> protocol.id().equals(alias))) {
                throw new InvalidRequestException(
                        "protocolAliases",
                        "protocolAliases has the alias " + Quoted.of(alias) + ": it must be 1 to " + LONGEST_ALIAS
                                + " characters, and not the name of one of the gateway's protocols.");
            }
        }
    }

    private static void requireAmong(Set<Protocol> protocols, String field, Collection<String> ids) {
        for (String id : ids) {
            if (protocols.stream().noneMatch(protocol -> protocol.id().equals(id))) {
                throw new InvalidRequestException(
                        field, field + " names " + Quoted.of(id) + ": it must be one of the gateway's protocols.");
            }
        }
    }

    private static void requireDomainPrefix(String text) {
        if (!DOMAIN_PREFIX.matcher(text).matches()) {
            throw new InvalidRequestException(
                    "domainPrefixes",
                    "domainPrefixes: A domain prefix is 1 to 64 characters before the \\, none of them a space,"
                            + " \\, / or @, like \"EXAMPLE\"; it was " + Quoted.of(text) + ".");
        }
    }

    private static InvalidRequestException refused(String field, String value, String allowed) {
        return new InvalidRequestException(field, field + " is " + Quoted.of(value) + ": it must be " + allowed + ".");
    }
}
