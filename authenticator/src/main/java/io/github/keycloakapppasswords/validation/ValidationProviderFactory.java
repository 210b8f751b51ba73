package io.github.keycloakapppasswords.validation;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link ValidationProvider}s. */
public interface ValidationProviderFactory extends ProviderFactory<ValidationProvider> {}
