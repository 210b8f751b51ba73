package io.github.keycloakapppasswords.gateway;

import java.util.List;
import org.keycloak.models.KeycloakSession;

/** Which gateways of the session's realm are shut out. */
public final class GatewayProblems {

    private final Gateways gateways;

    public GatewayProblems(KeycloakSession session) {
        this.gateways = new Gateways(session);
    }

    /** The client ids of those that are, in alphabetical order. */
    public List<String> clientIds() {
        return gateways.clientIds().stream()
                .filter(clientId -> gateways.problem(clientId).isPresent())
                .toList();
    }
}
