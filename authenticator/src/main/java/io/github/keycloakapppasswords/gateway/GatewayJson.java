package io.github.keycloakapppasswords.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.credential.Network;
import io.github.keycloakapppasswords.credential.Protocol;
import io.github.keycloakapppasswords.credential.Quoted;
import io.github.keycloakapppasswords.validation.Asker;
import io.github.keycloakapppasswords.validation.LoginIdentity;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gateway settings as JSON: strict in what it reads, since a misspelt restriction is none. */
final class GatewayJson {

    /** The client's id: in what an admin reads; allowed in what an admin writes, if it is the right one. */
    static final String CLIENT_ID = "clientId";

    /** Why the gateway is shut out, or null: in what an admin reads; ignored in what an admin writes. */
    static final String PROBLEM = "problem";

    /** What an admin should know of the settings, or null; ignored in what an admin writes. */
    static final String WARNING = "warning";

    private static final int VERSION = 1;
    private static final int MOST_ENTRIES = 64;
    private static final int LONGEST_SEPARATOR = 8;
    private static final int LONGEST_ROLE = 512;

    private static final Set<String> FIELDS =
            Set.of("protocols", "loginIdentity", "requiredRole", "networks", "masterUserSeparator");

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private GatewayJson() {}

    /**
     * Reads what an admin sent. Only {@code protocols} is required. What the same resource gave out may come back as it
     * was, with changes.
     *
     * @throws InvalidGatewayException if it is not an object, has an unknown field, or a value that is not allowed
     */
    static GatewaySettings read(String clientId, String body) throws InvalidGatewayException {
        ObjectNode json = object(body, "The body");
        String named = text(json, CLIENT_ID);
        if (named != null && !named.equals(clientId)) {
            throw new InvalidGatewayException("clientId is " + Quoted.of(named) + ": it must be " + Quoted.of(clientId)
                    + " as in the path, or left out.");
        }
        json.remove(List.of(CLIENT_ID, PROBLEM, WARNING));
        return settings(json);
    }

    /** The settings as an admin reads and writes them. */
    static ObjectNode write(GatewaySettings settings) {
        ObjectNode json = MAPPER.createObjectNode();
        ArrayNode protocols = json.putArray("protocols");
        settings.protocols().forEach(protocol -> protocols.add(protocol.id()));
        json.put("loginIdentity", settings.loginIdentity().toString());
        json.put("requiredRole", settings.requiredRole());
        ArrayNode networks = json.putArray("networks");
        settings.networks().forEach(network -> networks.add(network.toString()));
        json.put("masterUserSeparator", settings.masterUserSeparator());
        return json;
    }

    /** Reads what {@link #store(GatewayMark)} wrote. */
    static GatewayMark restore(String stored) throws InvalidGatewayException {
        ObjectNode json = object(stored, "The stored mark");
        JsonNode version = json.remove("version");
        if (version == null || !version.isInt() || version.intValue() != VERSION) {
            throw new InvalidGatewayException("The stored mark has version " + version + ": this release reads version "
                    + VERSION + ". Put the gateway's settings again.");
        }
        String clientUuid = text(json, "clientUuid");
        String requiredRoleId = text(json, "requiredRoleId");
        json.remove(List.of("clientUuid", "requiredRoleId"));
        GatewaySettings settings = settings(json);
        if (clientUuid == null || (settings.requiredRole() == null) != (requiredRoleId == null)) {
            throw new InvalidGatewayException("The stored mark does not name its client, or not its role, by internal"
                    + " id (clientUuid, requiredRoleId). Put the gateway's settings again.");
        }
        return new GatewayMark(clientUuid, settings, requiredRoleId);
    }

    static String store(GatewayMark mark) {
        ObjectNode json = write(mark.settings());
        json.put("version", VERSION);
        json.put("clientUuid", mark.clientUuid());
        json.put("requiredRoleId", mark.requiredRoleId());
        return json.toString();
    }

    private static GatewaySettings settings(ObjectNode json) throws InvalidGatewayException {
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new InvalidGatewayException("There is no setting " + Quoted.of(name)
                        + ": a gateway has protocols, loginIdentity, requiredRole, networks and masterUserSeparator.");
            }
        }
        List<Protocol> protocols = list(json, "protocols", Protocol::of);
        if (protocols.isEmpty()) {
            throw new InvalidGatewayException(
                    "protocols is missing or empty: name what the gateway may ask for, like [\"imap\",\"smtp\"].");
        }
        return new GatewaySettings(
                new LinkedHashSet<>(protocols),
                loginIdentity(text(json, "loginIdentity")),
                requiredRole(text(json, "requiredRole")),
                list(json, "networks", Network::parse),
                separator(text(json, "masterUserSeparator")));
    }

    private static ObjectNode object(String json, String what) throws InvalidGatewayException {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new InvalidGatewayException(what + " is not JSON: " + e.getOriginalMessage());
        }
        throw new InvalidGatewayException(what + " must be a JSON object like {\"protocols\":[\"imap\"]}.");
    }

    private static @Nullable String text(ObjectNode json, String field) throws InvalidGatewayException {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new InvalidGatewayException(
                    field + " is " + Quoted.of(value.toString()) + ": it must be text in quotation marks, or null.");
        }
        return value.textValue();
    }

    private static <T> List<T> list(ObjectNode json, String field, Function<String, T> entry)
            throws InvalidGatewayException {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > MOST_ENTRIES) {
            throw new InvalidGatewayException(field + " is " + Quoted.of(value.toString())
                    + ": it must be a list of at most " + MOST_ENTRIES + " texts.");
        }
        List<T> entries = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw new InvalidGatewayException(
                        field + " holds " + Quoted.of(element.toString()) + ": it must hold texts in quotation marks.");
            }
            entries.add(parse(field, element.textValue(), entry));
        }
        return List.copyOf(entries);
    }

    private static <T> T parse(String field, String text, Function<String, T> parser) throws InvalidGatewayException {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidGatewayException(field + ": " + e.getMessage());
        }
    }

    private static LoginIdentity loginIdentity(@Nullable String text) throws InvalidGatewayException {
        return text == null ? LoginIdentity.USERNAME : parse("loginIdentity", text, LoginIdentity::parse);
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
            return Asker.DEFAULT_MASTER_USER_SEPARATOR;
        }
        if (separator.length() > LONGEST_SEPARATOR
                || separator.codePoints().anyMatch(c -> Character.isLetterOrDigit(c) || Character.isISOControl(c))) {
            throw new InvalidGatewayException("masterUserSeparator is " + Quoted.of(separator) + ": it must be at most "
                    + LONGEST_SEPARATOR + " characters, none a letter or digit; \"\" for none.");
        }
        return separator;
    }
}
