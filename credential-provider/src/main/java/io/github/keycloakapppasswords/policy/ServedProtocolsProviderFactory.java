package io.github.keycloakapppasswords.policy;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link ServedProtocolsProvider}s. */
public interface ServedProtocolsProviderFactory extends ProviderFactory<ServedProtocolsProvider> {}
