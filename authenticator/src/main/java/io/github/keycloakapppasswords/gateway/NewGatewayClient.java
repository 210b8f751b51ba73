package io.github.keycloakapppasswords.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.authentication.authenticators.client.ClientIdAndSecretAuthenticator;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ClientsResource;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Makes the client of a new gateway as Keycloak's own admin REST interface does: with its permission, client policies and
 * admin event.
 */
final class NewGatewayClient {

    private final ClientsResource clients;

    NewGatewayClient(KeycloakSession session, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.clients = new ClientsResource(session, auth, adminEvent);
    }

    /** A confidential client with a secret and a service account, and without any way to log people in. */
    ClientModel make(String clientId) {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(clientId);
        client.setDescription("Gateway that asks Keycloak to validate app passwords");
        client.setEnabled(true);
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        client.setClientAuthenticatorType(ClientIdAndSecretAuthenticator.PROVIDER_ID);
        client.setPublicClient(false);
        client.setBearerOnly(false);
        client.setServiceAccountsEnabled(true);
        client.setStandardFlowEnabled(false);
        client.setImplicitFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(false);
        client.setFullScopeAllowed(false);
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("oauth2.device.authorization.grant.enabled", "false");
        attributes.put("oidc.ciba.grant.enabled", "false");
        attributes.put(OIDCConfigAttributes.USE_REFRESH_TOKEN, "false");
        client.setAttributes(attributes);
        return clients.createClientModel(client);
    }
}
