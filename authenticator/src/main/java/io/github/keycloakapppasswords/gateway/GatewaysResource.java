package io.github.keycloakapppasswords.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.http.StrictJson;
import io.github.keycloakapppasswords.term.StorableText;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * {@code /admin/realms/{realm}/app-passwords/gateways}: the gateways of a realm and their settings. Reading needs view-realm,
 * writing manage-realm, and making the client also manage-clients.
 */
public final class GatewaysResource {

    public static final String RESOURCE_TYPE = "APP_PASSWORD_GATEWAY";

    private static final String CLIENT_ID = GatewayJson.CLIENT_ID;

    private final KeycloakSession session;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;
    private final Gateways gateways;

    /** For the realm of the session's context. */
    public GatewaysResource(KeycloakSession session, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.auth = auth;
        this.adminEvent = adminEvent;
        this.gateways = new Gateways(session);
    }

    /** All gateways, by client id. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response list() {
        auth.realm().requireViewRealm();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        gateways.clientIds().forEach(clientId -> list.add(state(clientId)));
        return JsonAnswers.ok(list);
    }

    /** One gateway; 404 if the client is not a gateway. */
    @GET
    @Path("{clientId}")
    @Produces(MediaType.APPLICATION_JSON)
    public Response get(@PathParam("clientId") String clientId) {
        auth.realm().requireViewRealm();
        requireMarked(clientId);
        return JsonAnswers.ok(state(clientId));
    }

    /**
     * Marks a client as a gateway, or changes its settings. Makes the client if no client has the id.
     *
     * @param body the settings; see {@link GatewaySettings}
     * @return the settings, the result, and the client's secret if the client was just made
     * @throws org.keycloak.services.ErrorResponseException 400 if the settings are not allowed, 409 if the client or a user
     *     prevents it
     */
    @PUT
    @Path("{clientId}")
    @Produces(MediaType.APPLICATION_JSON)
    public Response put(@PathParam("clientId") String clientId, byte @Nullable [] body) {
        auth.realm().requireManageRealm();
        boolean marked = gateways.isMarked(clientId);
        GatewaySettings settings = JsonAnswers.valid(() -> settings(clientId, body));
        String roleId = JsonAnswers.valid(() -> gateways.check(settings));
        Optional<ClientModel> existing = gateways.client(clientId);
        existing.ifPresent(client -> requireUsable(clientId, client));
        ClientModel client = existing.orElseGet(() -> make(clientId));
        boolean newlyMarked = !marked || isOfAnotherClient(clientId, client);
        gateways.put(clientId, new GatewayMark(client.getId(), settings, roleId));

        ObjectNode answer = state(clientId);
        tell(marked ? OperationType.UPDATE : OperationType.CREATE, clientId, answer.deepCopy());
        answer.put("client", existing.isEmpty() ? "created" : "existing");
        answer.put("detail", detail(existing.isEmpty(), newlyMarked));
        if (existing.isEmpty()) {
            answer.put("secret", client.getSecret());
        }
        return JsonAnswers.ok(answer);
    }

    private GatewaySettings settings(String clientId, byte @Nullable [] body) {
        requireClientId(clientId);
        return GatewayJson.read(clientId, body);
    }

    private static String detail(boolean created, boolean newlyMarked) {
        if (created) {
            return "The client was created and is a gateway now. The field secret shows the client's secret in"
                    + " this answer only: put the secret into the gateway's settings.";
        }
        return newlyMarked
                ? "The client existed before. It is a gateway now, with the secret that it had: whoever made the client"
                        + " knows that secret. If you did not make the client, regenerate its secret (Clients,"
                        + " Credentials)."
                : "The gateway's settings were changed. The client and its secret stay as they are.";
    }

    /** Whether the stored mark was made for a client that no longer has the id, or cannot be read. */
    private boolean isOfAnotherClient(String clientId, ClientModel client) {
        try {
            return gateways.mark(clientId)
                    .filter(mark -> mark.clientUuid().equals(client.getId()))
                    .isEmpty();
        } catch (InvalidGatewayException e) {
            return true;
        }
    }

    private ClientModel make(String clientId) {
        Optional<String> obstacle = gateways.obstacleToNewClient(clientId);
        if (obstacle.isPresent()) {
            throw JsonAnswers.problem(
                    Status.CONFLICT,
                    "client_in_conflict",
                    CLIENT_ID,
                    "The gateway \"" + clientId + "\" was not made, and nothing was changed. " + obstacle.get());
        }
        return new NewGatewayClient(session, auth, adminEvent).make(clientId);
    }

    /** Removes the mark. The client does not change. */
    @DELETE
    @Path("{clientId}")
    @Produces(MediaType.APPLICATION_JSON)
    public Response delete(@PathParam("clientId") String clientId) {
        auth.realm().requireManageRealm();
        requireMarked(clientId);
        boolean stays = gateways.client(clientId).isPresent();
        gateways.remove(clientId);
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("clientId", clientId);
        answer.put("client", stays ? "kept" : "missing");
        answer.put(
                "detail",
                stays
                        ? "The client is not a gateway any more. The client and its secret stay: delete the"
                                + " client if nothing else uses it."
                        : "The gateway was removed. A client of this id does not exist.");
        tell(OperationType.DELETE, clientId, answer);
        return JsonAnswers.ok(answer);
    }

    private ObjectNode state(String clientId) {
        ObjectNode state = JsonNodeFactory.instance.objectNode().put(CLIENT_ID, clientId);
        state.put(GatewayJson.PROBLEM, gateways.problem(clientId).orElse(null));
        try {
            gateways.mark(clientId).map(GatewayMark::settings).ifPresent(settings -> {
                state.setAll(StrictJson.write(settings));
                state.put(
                        GatewayJson.WARNING,
                        gateways.warning(clientId, settings).orElse(null));
            });
        } catch (InvalidGatewayException e) {
            // The field "problem" shows the fault.
        }
        return state;
    }

    private void requireMarked(String clientId) {
        if (!gateways.isMarked(clientId)) {
            throw JsonAnswers.problem(
                    Status.NOT_FOUND,
                    "gateway_not_found",
                    CLIENT_ID,
                    "The client \"" + clientId + "\" is not a gateway.");
        }
    }

    private void requireClientId(String clientId) {
        if (clientId.isBlank() || clientId.length() > GatewayMarks.LONGEST_CLIENT_ID) {
            throw new InvalidRequestException(
                    CLIENT_ID,
                    "The client id has " + clientId.length() + " characters: a gateway's must have 1 to "
                            + GatewayMarks.LONGEST_CLIENT_ID + ".");
        }
        if (clientId.chars().anyMatch(Character::isISOControl) || !new StorableText(session).canHold(clientId)) {
            throw new InvalidRequestException(
                    CLIENT_ID,
                    "The client id has a control character, or one that this server's database cannot keep: leave it out.");
        }
    }

    private static void requireUsable(String clientId, ClientModel client) {
        Optional<String> fault = ClientFault.ofUnmarked(client);
        if (fault.isPresent()) {
            throw JsonAnswers.problem(
                    Status.CONFLICT,
                    "client_unusable",
                    CLIENT_ID,
                    "The client \"" + clientId + "\" cannot be a gateway, and nothing was changed. " + fault.get());
        }
    }

    private void tell(OperationType operation, String clientId, ObjectNode representation) {
        adminEvent
                .operation(operation)
                .resource(RESOURCE_TYPE)
                .resourcePath("app-passwords", "gateways", clientId)
                .representation(representation)
                .success();
    }
}
