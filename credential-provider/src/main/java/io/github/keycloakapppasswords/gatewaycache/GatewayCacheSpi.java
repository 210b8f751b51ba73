package io.github.keycloakapppasswords.gatewaycache;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The extension's own SPI {@code app-password-gateway-cache}: facts about a realm's gateways for pages and mails. */
public final class GatewayCacheSpi implements Spi {

    @Override
    public boolean isInternal() {
        // Keycloak warns about every provider of an internal SPI, and the only provider is ours
        return false;
    }

    @Override
    public String getName() {
        return "app-password-gateway-cache";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return GatewayCacheProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return GatewayCacheProviderFactory.class;
    }
}
