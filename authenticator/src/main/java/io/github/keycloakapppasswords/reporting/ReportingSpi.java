package io.github.keycloakapppasswords.reporting;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The extension's SPI {@code app-password-reporting}: one background writer for the whole server. */
public final class ReportingSpi implements Spi {

    @Override
    public boolean isInternal() {
        // Keycloak warns about every provider of an internal SPI, and the only provider is ours
        return false;
    }

    @Override
    public String getName() {
        return "app-password-reporting";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ReportingProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return ReportingProviderFactory.class;
    }
}
