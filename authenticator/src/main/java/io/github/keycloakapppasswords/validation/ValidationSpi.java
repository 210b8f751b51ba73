package io.github.keycloakapppasswords.validation;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The extension's SPI {@code app-password-validation}: one decision for all requesters. */
public final class ValidationSpi implements Spi {

    @Override
    public boolean isInternal() {
        // Keycloak warns about every provider of an internal SPI, and the only provider is ours
        return false;
    }

    @Override
    public String getName() {
        return "app-password-validation";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ValidationProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return ValidationProviderFactory.class;
    }
}
