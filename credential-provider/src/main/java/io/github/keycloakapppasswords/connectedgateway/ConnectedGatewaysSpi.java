package io.github.keycloakapppasswords.connectedgateway;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The extension's own SPI {@code app-password-connected-gateways}: facts about a realm's gateways for pages and mails. */
public final class ConnectedGatewaysSpi implements Spi {

    @Override
    public boolean isInternal() {
        // Keycloak warns about every provider of an internal SPI, and the only provider is ours
        return false;
    }

    @Override
    public String getName() {
        return "app-password-connected-gateways";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ConnectedGatewaysProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return ConnectedGatewaysProviderFactory.class;
    }
}
