package io.github.keycloakapppasswords.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.term.Quoted;
import io.github.keycloakapppasswords.username.NameComparison;
import io.github.keycloakapppasswords.verdict.LoginIdentity;
import io.github.keycloakapppasswords.verdict.Requester;
import io.github.keycloakapppasswords.verdict.Requester.ClientAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes gateway settings as JSON. */
final class GatewayJson {

    /** The client's id: in the JSON for admins; allowed in the JSON from an admin if the id is right. */
    static final String CLIENT_ID = "clientId";

    /** Why the gateway is refused, or null: in the JSON for admins; ignored in the JSON from an admin. */
    static final String PROBLEM = "problem";

    /** A warning about the settings, or null; ignored in the JSON from an admin. */
    static final String WARNING = "warning";

    private static final String PROTOCOLS = "protocols";
    private static final String PROTOCOL_ALIASES = "protocolAliases";
    private static final String DEFAULT_PROTOCOL = "defaultProtocol";
    private static final String LOGIN_IDENTITY = "loginIdentity";
    private static final String NAME_COMPARISON = "nameComparison";
    private static final String DOMAIN_PREFIXES = "domainPrefixes";
    private static final String REQUIRED_ROLE = "requiredRole";
    private static final String NETWORKS = "networks";
    private static final String MASTER_USER_SEPARATOR = "masterUserSeparator";
    private static final String CLIENT_ADDRESS = "clientAddress";
    private static final String BACKENDS = "backends";
    private static final String REQUESTS_PER_SECOND = "requestsPerSecond";
    private static final String CACHE_SECONDS = "cacheSeconds";

    private static final Set<String> FIELDS = Set.of(
            PROTOCOLS,
            PROTOCOL_ALIASES,
            DEFAULT_PROTOCOL,
            LOGIN_IDENTITY,
            NAME_COMPARISON,
            DOMAIN_PREFIXES,
            REQUIRED_ROLE,
            NETWORKS,
            MASTER_USER_SEPARATOR,
            CLIENT_ADDRESS,
            BACKENDS,
            REQUESTS_PER_SECOND,
            CACHE_SECONDS);

    private static final String VERSION_FIELD = "version";
    private static final String CLIENT_UUID = "clientUuid";
    private static final String REQUIRED_ROLE_ID = "requiredRoleId";

    private static final int VERSION = 1;
    private static final int LONGEST_SEPARATOR = 8;
    private static final Pattern DOMAIN_PREFIX = Pattern.compile("[^\\\\/@\\s\\p{C}\\p{Z}]{1,64}");
    private static final int LONGEST_ROLE = 512;
    private static final int LONGEST_ALIAS = 64;
    private static final int MOST_REQUESTS_PER_SECOND = 100_000;
    private static final int LONGEST_CACHE_SECONDS = 86_400;

    private GatewayJson() {}

    /**
     * Reads the JSON of an admin. Only {@code protocols} is required. The JSON of an earlier answer may be sent back with
     * changes.
     *
     * @throws InvalidGatewayException if the body is not an object, has an unknown field, or a value that is not allowed
     */
    static GatewaySettings read(String clientId, String body) throws InvalidGatewayException {
        StrictJson json = StrictJson.read(body, "The body");
        String named = json.text(CLIENT_ID);
        if (named != null && !named.equals(clientId)) {
            throw new InvalidGatewayException("clientId is " + Quoted.of(named) + ": it must be " + Quoted.of(clientId)
                    + " as in the path, or left out.");
        }
        List.of(CLIENT_ID, PROBLEM, WARNING).forEach(json::take);
        return settings(json);
    }

    /** The settings as JSON for an admin. */
    static ObjectNode write(GatewaySettings settings) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode protocols = json.putArray(PROTOCOLS);
        settings.protocols().forEach(protocol -> protocols.add(protocol.id()));
        ObjectNode aliases = json.putObject(PROTOCOL_ALIASES);
        settings.names().aliases().forEach((alias, protocol) -> aliases.put(alias, protocol.id()));
        Protocol defaultProtocol = settings.names().defaultProtocol();
        json.put(DEFAULT_PROTOCOL, defaultProtocol == null ? null : defaultProtocol.id());
        json.put(LOGIN_IDENTITY, settings.loginIdentity().toString());
        json.put(NAME_COMPARISON, settings.nameComparison().toString());
        ArrayNode prefixes = json.putArray(DOMAIN_PREFIXES);
        settings.domainPrefixes().forEach(prefixes::add);
        json.put(REQUIRED_ROLE, settings.requiredRole());
        ArrayNode networks = json.putArray(NETWORKS);
        settings.networks().forEach(network -> networks.add(network.toString()));
        json.put(MASTER_USER_SEPARATOR, settings.masterUserSeparator());
        json.put(CLIENT_ADDRESS, id(settings.clientAddress()));
        ObjectNode backends = json.putObject(BACKENDS);
        settings.backends().forEach((protocol, backend) -> backends.put(protocol.id(), backend.toString()));
        json.put(REQUESTS_PER_SECOND, settings.requestsPerSecond() == 0 ? null : settings.requestsPerSecond());
        json.put(CACHE_SECONDS, settings.cacheSeconds());
        return json;
    }

    /** Reads the text of {@link #store(GatewayMark)}. */
    static GatewayMark restore(String stored) throws InvalidGatewayException {
        StrictJson json = StrictJson.read(stored, "The stored mark");
        JsonNode version = json.take(VERSION_FIELD);
        if (version == null || !version.isInt() || version.intValue() != VERSION) {
            throw new InvalidGatewayException("The stored mark has version " + version + ": this release reads version "
                    + VERSION + ". Put the gateway's settings again.");
        }
        String clientUuid = json.text(CLIENT_UUID);
        String requiredRoleId = json.text(REQUIRED_ROLE_ID);
        List.of(CLIENT_UUID, REQUIRED_ROLE_ID).forEach(json::take);
        GatewaySettings settings = settings(json);
        if (clientUuid == null || (settings.requiredRole() == null) != (requiredRoleId == null)) {
            throw new InvalidGatewayException("The stored mark does not name its client, or not its role, by internal"
                    + " id (clientUuid, requiredRoleId). Put the gateway's settings again.");
        }
        return new GatewayMark(clientUuid, settings, requiredRoleId);
    }

    static String store(GatewayMark mark) {
        ObjectNode json = write(mark.settings());
        json.put(VERSION_FIELD, VERSION);
        json.put(CLIENT_UUID, mark.clientUuid());
        json.put(REQUIRED_ROLE_ID, mark.requiredRoleId());
        return json.toString();
    }

    private static GatewaySettings settings(StrictJson json) throws InvalidGatewayException {
        json.requireOnly(FIELDS);
        List<Protocol> protocols = json.list(PROTOCOLS, Protocol::of);
        if (protocols.isEmpty()) {
            throw new InvalidGatewayException(
                    "protocols is missing or empty: name what the gateway may ask for, like [\"imap\",\"smtp\"].");
        }
        if (protocols.stream().anyMatch(protocol -> ProtocolNames.isAlias(protocol.id()))) {
            throw new InvalidGatewayException("protocols holds \"submission\": its name is \"smtp\".");
        }
        return new GatewaySettings(
                new LinkedHashSet<>(protocols),
                new ProtocolNames(aliases(json, protocols), defaultProtocol(json, protocols)),
                loginIdentity(json.text(LOGIN_IDENTITY)),
                nameComparison(json.text(NAME_COMPARISON)),
                json.list(DOMAIN_PREFIXES, GatewayJson::domainPrefix),
                requiredRole(json.text(REQUIRED_ROLE)),
                json.list(NETWORKS, Network::parse),
                separator(json.text(MASTER_USER_SEPARATOR)),
                clientAddress(json.text(CLIENT_ADDRESS)),
                backends(json, protocols),
                json.number(REQUESTS_PER_SECOND, MOST_REQUESTS_PER_SECOND),
                json.numberOrZero(CACHE_SECONDS, LONGEST_CACHE_SECONDS));
    }

    private static Map<String, Protocol> aliases(StrictJson json, List<Protocol> protocols)
            throws InvalidGatewayException {
        Map<String, Protocol> aliases = json.map(PROTOCOL_ALIASES, Protocol::of);
        for (Map.Entry<String, Protocol> entry : aliases.entrySet()) {
            requireAmong(protocols, PROTOCOL_ALIASES, entry.getValue());
            String alias = entry.getKey();
            boolean readable = !alias.isBlank()
                    && alias.length() <= LONGEST_ALIAS
                    && alias.codePoints().noneMatch(Character::isISOControl);
            if (!readable
                    || protocols.stream().anyMatch(protocol -> protocol.id().equals(alias))) {
                throw new InvalidGatewayException("protocolAliases has the alias " + Quoted.of(alias)
                        + ": it must be 1 to " + LONGEST_ALIAS
                        + " characters, and not the name of one of the gateway's protocols.");
            }
        }
        return aliases;
    }

    private static @Nullable Protocol defaultProtocol(StrictJson json, List<Protocol> protocols)
            throws InvalidGatewayException {
        String id = json.text(DEFAULT_PROTOCOL);
        if (id == null) {
            return null;
        }
        Protocol protocol = StrictJson.parse(DEFAULT_PROTOCOL, id, Protocol::of);
        requireAmong(protocols, DEFAULT_PROTOCOL, protocol);
        return protocol;
    }

    private static Map<Protocol, Backend> backends(StrictJson json, List<Protocol> protocols)
            throws InvalidGatewayException {
        Map<Protocol, Backend> backends = new LinkedHashMap<>();
        for (Map.Entry<String, Backend> entry :
                json.map(BACKENDS, Backend::parse).entrySet()) {
            Protocol protocol = StrictJson.parse(BACKENDS, entry.getKey(), Protocol::of);
            requireAmong(protocols, BACKENDS, protocol);
            backends.put(protocol, entry.getValue());
        }
        return backends;
    }

    private static void requireAmong(List<Protocol> protocols, String field, Protocol protocol)
            throws InvalidGatewayException {
        if (!protocols.contains(protocol)) {
            throw new InvalidGatewayException(
                    field + " names " + Quoted.of(protocol.id()) + ": it must be one of the gateway's protocols.");
        }
    }

    private static LoginIdentity loginIdentity(@Nullable String text) throws InvalidGatewayException {
        return text == null ? LoginIdentity.USERNAME : StrictJson.parse(LOGIN_IDENTITY, text, LoginIdentity::parse);
    }

    private static NameComparison nameComparison(@Nullable String text) throws InvalidGatewayException {
        try {
            return text == null ? NameComparison.BY_PROTOCOL : NameComparison.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidGatewayException("nameComparison is " + Quoted.of(text) + ": " + e.getMessage());
        }
    }

    private static String domainPrefix(String text) {
        if (!DOMAIN_PREFIX.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "A domain prefix is 1 to 64 characters before the \\, none of them a space,"
                            + " \\, / or @, like \"EXAMPLE\"; it was " + Quoted.of(text) + ".");
        }
        return text;
    }

    private static @Nullable String requiredRole(@Nullable String role) throws InvalidGatewayException {
        if (role != null && (role.isBlank() || role.length() > LONGEST_ROLE)) {
            throw new InvalidGatewayException("requiredRole is " + Quoted.of(role)
                    + ": it must be a realm role's name, \"client.role\", or null for no role.");
        }
        return role;
    }

    private static String separator(@Nullable String separator) throws InvalidGatewayException {
        if (separator == null) {
            return Requester.DEFAULT_MASTER_USER_SEPARATOR;
        }
        if (separator.length() > LONGEST_SEPARATOR
                || separator.codePoints().anyMatch(c -> Character.isLetterOrDigit(c) || Character.isISOControl(c))) {
            throw new InvalidGatewayException("masterUserSeparator is " + Quoted.of(separator) + ": it must be at most "
                    + LONGEST_SEPARATOR + " characters, none a letter or digit; \"\" for none.");
        }
        return separator;
    }

    private static ClientAddress clientAddress(@Nullable String text) throws InvalidGatewayException {
        if (text == null) {
            return ClientAddress.OPTIONAL;
        }
        for (ClientAddress value : ClientAddress.values()) {
            if (id(value).equals(text)) {
                return value;
            }
        }
        throw new InvalidGatewayException(
                "clientAddress is " + Quoted.of(text) + ": it must be \"optional\", \"required\" or \"ignored\".");
    }

    private static String id(ClientAddress value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
