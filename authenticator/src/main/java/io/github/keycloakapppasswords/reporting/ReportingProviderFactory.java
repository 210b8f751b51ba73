package io.github.keycloakapppasswords.reporting;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link ReportingProvider}s. */
public interface ReportingProviderFactory extends ProviderFactory<ReportingProvider> {}
