package io.github.keycloakapppasswords.credential;

import java.time.Clock;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Makes {@link AppPasswordCredentialProvider}. */
public final class AppPasswordCredentialProviderFactory
        implements CredentialProviderFactory<AppPasswordCredentialProvider> {

    @Override
    public AppPasswordCredentialProvider create(KeycloakSession session) {
        return new AppPasswordCredentialProvider(session, Clock.systemUTC());
    }

    @Override
    public String getId() {
        return AppPasswordCredentialModel.TYPE;
    }
}
