package io.github.keycloakapppasswords.gateway;

import java.util.List;
import org.keycloak.models.KeycloakSession;

/** Lists the refused gateways of the session's realm. */
public final class GatewayProblems {

    private final Gateways gateways;

    public GatewayProblems(KeycloakSession session) {
        this.gateways = new Gateways(session);
    }

    /** The client ids of the refused gateways, in alphabetical order. */
    public List<String> clientIds() {
        return gateways.clientIds().stream()
                .filter(clientId -> gateways.problem(clientId).isPresent())
                .toList();
    }
}
