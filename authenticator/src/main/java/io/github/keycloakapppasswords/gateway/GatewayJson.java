package io.github.keycloakapppasswords.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.StrictJson;
import io.github.keycloakapppasswords.term.Quoted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gateway settings in JSON, with the fields around them: from an admin, and as a realm keeps them. */
final class GatewayJson {

    /** The client's id: in the JSON for admins; allowed in the JSON from an admin if the id is right. */
    static final String CLIENT_ID = "clientId";

    /** Why the gateway is refused, or null: in the JSON for admins; ignored in the JSON from an admin. */
    static final String PROBLEM = "problem";

    /** A warning about the settings, or null; ignored in the JSON from an admin. */
    static final String WARNING = "warning";

    private static final String VERSION_FIELD = "version";
    private static final String CLIENT_UUID = "clientUuid";
    private static final String REQUIRED_ROLE_ID = "requiredRoleId";

    private static final int VERSION = 1;

    private GatewayJson() {}

    /**
     * Reads the JSON of an admin. Only {@code protocols} is required. The JSON of an earlier answer may be sent back with
     * changes.
     *
     * @throws InvalidRequestException if the body is not an object, has an unknown field, or a value that is not allowed
     */
    static GatewaySettings read(String clientId, byte @Nullable [] body) {
        ObjectNode json = StrictJson.object(body);
        JsonNode named = json.path(CLIENT_ID);
        if (!named.isMissingNode() && !named.isNull() && !clientId.equals(named.textValue())) {
            throw new InvalidRequestException(
                    CLIENT_ID,
                    "clientId is " + Quoted.of(named.asText()) + ": it must be " + Quoted.of(clientId)
                            + " as in the path, or left out.");
        }
        json.remove(List.of(CLIENT_ID, PROBLEM, WARNING));
        return StrictJson.read(json, GatewaySettings.class);
    }

    /** Reads the text of {@link #store(GatewayMark)}. */
    static GatewayMark restore(String stored) throws InvalidGatewayException {
        try {
            ObjectNode json = StrictJson.object(stored);
            JsonNode version = json.remove(VERSION_FIELD);
            if (version == null || !version.isInt() || version.intValue() != VERSION) {
                throw new InvalidGatewayException("The stored mark has version " + version
                        + ": this release reads version " + VERSION + ". Put the gateway's settings again.");
            }
            String clientUuid = text(json.remove(CLIENT_UUID));
            String requiredRoleId = text(json.remove(REQUIRED_ROLE_ID));
            GatewaySettings settings = StrictJson.read(json, GatewaySettings.class);
            if (clientUuid == null || (settings.requiredRole() == null) != (requiredRoleId == null)) {
                throw new InvalidGatewayException(
                        "The stored mark does not name its client, or not its role, by internal"
                                + " id (clientUuid, requiredRoleId). Put the gateway's settings again.");
            }
            return new GatewayMark(clientUuid, settings, requiredRoleId);
        } catch (InvalidRequestException e) {
            throw new InvalidGatewayException("The stored mark cannot be read. " + e.sentence());
        }
    }

    static String store(GatewayMark mark) {
        ObjectNode json = StrictJson.write(mark.settings());
        json.put(VERSION_FIELD, VERSION);
        json.put(CLIENT_UUID, mark.clientUuid());
        json.put(REQUIRED_ROLE_ID, mark.requiredRoleId());
        return json.toString();
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        return value == null ? null : value.textValue();
    }
}
