package io.github.keycloakapppasswords.gatewaycache;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link GatewayCacheProvider}s. */
public interface GatewayCacheProviderFactory extends ProviderFactory<GatewayCacheProvider> {}
