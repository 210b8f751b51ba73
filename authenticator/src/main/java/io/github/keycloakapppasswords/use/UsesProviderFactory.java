package io.github.keycloakapppasswords.use;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link UsesProvider}s. */
public interface UsesProviderFactory extends ProviderFactory<UsesProvider> {}
