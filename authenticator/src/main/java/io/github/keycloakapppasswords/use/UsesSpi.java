package io.github.keycloakapppasswords.use;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The extension's own SPI {@code app-password-uses}: one write-behind thread for the whole server. */
public final class UsesSpi implements Spi {

    @Override
    public boolean isInternal() {
        // Keycloak warns of every provider of an internal one, and the only provider is ours
        return false;
    }

    @Override
    public String getName() {
        return "app-password-uses";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return UsesProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return UsesProviderFactory.class;
    }
}
