package io.github.keycloakapppasswords.policy;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The extension's own SPI {@code app-password-served-protocols}: the protocols of gateways, for the gate. */
public final class ServedProtocolsSpi implements Spi {

    @Override
    public boolean isInternal() {
        // Keycloak warns of every provider of an internal one, and the only provider is ours
        return false;
    }

    @Override
    public String getName() {
        return "app-password-served-protocols";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ServedProtocolsProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return ServedProtocolsProviderFactory.class;
    }
}
