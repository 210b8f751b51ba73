package io.github.keycloakapppasswords.connectedgateway;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link ConnectedGatewaysProvider}s. */
public interface ConnectedGatewaysProviderFactory extends ProviderFactory<ConnectedGatewaysProvider> {}
